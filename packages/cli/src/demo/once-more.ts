import { attempt } from './attempt.js'
import type { Moment, Step } from './chapter.js'
import { sent } from './money-out.js'
import { allOrders } from './orders.js'

/** As after a crash, when a merchant's job starts all over again. */
export const onceMore: Step = {
  id: 'once-more',
  part: 'All of it once more',
  title: 'The same seven calls again, as after a restart',
  play: async (world) => {
    const moments: Moment[] = []
    for (const order of allOrders) {
      const { facts } = await attempt(world, order)
      const again = facts.error === undefined ? '' : ', because nothing was paid before; refused again'
      moments.push({ text: `${facts.reference}: ${sent(facts.requestsSent)}${again}`, ...facts })
    }
    return moments
  },
}
