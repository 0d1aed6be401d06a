import { setTimeout as sleep } from 'node:timers/promises'
import { createPayments, memoryJournal } from '@polyrail/core'
import { palomma } from '@polyrail/palomma'
import { startSimulator, type CallbackAttempt, type PalommaSimulator } from '@polyrail/simulators'
import { paymentLink } from '../../support/commands.js'
import { recordLog } from '../../support/log.js'
import type { Application } from './applications.js'

interface Warning {
  readonly level: number
  readonly problem?: string
}

/** A merchant's server that Palomma calls back, and the payin `order-1` that waits for its payer. */
export const openMerchant = async (start: Application['start']) => {
  const simulator = await startSimulator('palomma')
  const { logger, lines } = recordLog()
  const payments = await createPayments({
    journal: memoryJournal(),
    logger,
    // Nothing but a callback can tell that it was paid.
    recovery: false,
    providers: [palomma({ apiKey: 'any', integrityKey: 'simulated-integrity-key', baseUrl: simulator.url })],
  })
  const server = await start(payments)
  const url = `${server.url}/webhooks/palomma`
  simulator.callbacks.sendTo(url)
  await payments.payins.create(paymentLink('order-1'))
  return {
    simulator,
    url,
    problems: () =>
      lines
        .map((line) => JSON.parse(line) as Warning)
        .flatMap(({ level, problem }) => (level >= 40 && problem !== undefined ? [problem] : [])),
    statusOf: async () => (await payments.payins.retrieve({ reference: 'order-1' }))?.status,
    async [Symbol.asyncDispose]() {
      await simulator.close()
      await server.close()
      await payments.close()
    },
  }
}

/** The payer pays and the bank approves: what the merchant's server answered to the callbacks. */
export const pay = async ({ actions, callbacks }: PalommaSimulator): Promise<readonly CallbackAttempt['status'][]> => {
  actions.pay({ reference: 'order-1' })
  actions.settle({ reference: 'order-1' })
  await callbacks.idle()
  return callbacks.delivered.map(({ status }) => status)
}

const PATIENCE_MS = 15_000

export const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  const limit = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error('it did not happen in time')
    await sleep(5)
  }
}
