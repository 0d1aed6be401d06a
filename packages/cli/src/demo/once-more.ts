import { attempt } from './attempt.js'
import type { Moment, Step } from './chapter.js'
import { sent } from './money-out.js'
import { allOrders } from './orders.js'

/** A merchant's job starts all over again, and polyrail with it. */
export const onceMore: Step = {
  id: 'once-more',
  part: 'All of it once more',
  title: `polyrail is closed and opened again, then the same ${allOrders.length} calls`,
  play: async (world) => {
    await world.restart()
    const moments: Moment[] = []
    for (const order of allOrders) {
      const { facts } = await attempt(world, order)
      const again = facts.error === undefined ? '' : ', because nothing was paid before; refused again'
      moments.push({ text: `${facts.reference}: ${sent(facts.requestsSent)}${again}`, ...facts })
    }
    return moments
  },
}
