import { attempt } from './attempt.js'
import type { Step } from './chapter.js'
import { goodPayout, lostPayout, panelCancel, panelPayout, refusedPayout, type Order } from './orders.js'

const step = (id: string, title: string, order: Order) => ({
  id,
  title,
  reference: order.reference,
  amount: order.amount,
})

export const moneyOut: Step = {
  ...step('payout', 'Payout to Dono Warkop, BCA 12345678', goodPayout),
  part: 'Money out',
  play: async (world) => {
    const { facts } = await attempt(world, goodPayout)
    return [{ text: 'Sent: "Bayar Nasabah". The bank is working on it.', ...facts }]
  },
}

export const takenBack: Step = {
  ...step('panel', 'Payout through a panel, for anna.k', panelPayout),
  part: 'Money out',
  play: async (world) => {
    const ready = await attempt(world, panelPayout)
    const canceled = await attempt(world, panelCancel)
    return [
      { text: 'It waits in the panel until Anna collects it.', ...ready.facts },
      { text: 'The merchant takes it back in time.', ...canceled.facts },
    ]
  },
}

export const lostAnswer: Step = {
  ...step('lost-answer', 'A payout whose answer gets lost', lostPayout),
  part: 'When things go wrong',
  play: async (world) => {
    const { reference } = lostPayout
    world.palladium.faults.add({ on: 'create-disbursement', reference, reply: { kind: 'reset' } })
    const first = await attempt(world, lostPayout)
    const again = await attempt(world, lostPayout)
    return [
      { text: 'The provider pays, but the connection breaks before it can say so.', ...first.facts },
      { text: 'Unknown means: the money may have left. polyrail does not guess.' },
      { text: `The same call again: ${sent(again.facts.requestsSent)}. It cannot be paid twice.`, ...again.facts },
    ]
  },
}

export const refusal: Step = {
  ...step('refused', 'A payout for which the balance is too low', refusedPayout),
  part: 'When things go wrong',
  play: async (world) => {
    const { facts } = await attempt(world, refusedPayout)
    const what = facts.error === undefined ? 'The provider took it.' : `${facts.error.name}: the provider refuses it.`
    return [{ text: what, ...facts }, { text: 'When polyrail throws an error, no money moved.' }]
  },
}

export const sent = (requests: number): string =>
  requests === 0 ? 'nothing is sent' : `${requests} ${requests === 1 ? 'request is' : 'requests are'} sent`
