import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliverySettled, OperationRecord, PaymentEvent, WebhookReceipt } from '@polyrail/core'
import { startSimulator } from '@polyrail/simulators'
import { payinSource, payoutTarget } from '../support/commands.js'
import { temporaryFolder } from '../support/folder.js'
import { journalIn, type JournalName } from '../support/journals.js'
import { API_KEY, openPlatform, type Platform } from './platform.js'
import { RESOURCES, type Accounts, type Made, type Resource, type Step } from './resources.js'
import { watchSettling } from './settling.js'
import { hinting, signed, type Sent } from './signed.js'
import { startStatusProxy } from './status-proxy.js'

/** Two processes on one journal, both of which take deliveries and want to tell one subscriber. */
export interface Stage extends AsyncDisposable {
  /** Something that was created, and of which callbacks may tell. */
  readonly make: (resource: Resource, given: { readonly lost: boolean }) => Promise<Subject>
  readonly receive: (process: number, sent: Sent) => Promise<WebhookReceipt>
  readonly settled: (ids: readonly string[]) => Promise<readonly DeliverySettled[]>
  /** What the next questions about it are answered. */
  readonly answers: (providerId: string, statuses: readonly string[]) => void
  readonly object: (subject: Subject) => Promise<Made>
  readonly operation: (subject: Subject) => Promise<OperationRecord>
  readonly history: (operation: string) => Promise<readonly string[]>
  /** What the subscriber was told of an object. */
  readonly told: (object: string) => readonly PaymentEvent[]
  /** By object, all that the subscriber was ever told, when nothing is left to tell. */
  readonly everythingTold: () => Promise<ReadonlyMap<string, readonly PaymentEvent[]>>
  readonly alarms: (operation: string) => readonly string[]
}

export interface Subject {
  readonly resource: Resource
  readonly reference: string
  readonly id: string
  readonly providerId: string
  /** A callback about it. The same number is the same delivery, sent again. */
  readonly telling: (step: Step, number: number) => Sent
}

interface Alarm {
  readonly operation?: string
  readonly cause?: string
}

export const startStage = async (name: JournalName): Promise<Stage> => {
  const folder = await temporaryFolder()
  const palomma = await startSimulator('palomma', { apiKey: API_KEY, requireTargetVerification: true })
  const palladium = await startSimulator('palladium', { apiKey: API_KEY, qaTiming: false })
  const proxy = await startStatusProxy(palladium.url)
  const { watched, settled } = watchSettling()
  const alarms: Alarm[] = []
  const note = (fields: object): void => void alarms.push(fields)
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: note }
  const shared = watched(journalIn(name, folder))
  const other = name === 'memory' ? { ...shared, close: async () => undefined } : watched(journalIn(name, folder))
  const urls = { palomma: palomma.url, palladium: proxy.url }
  const open = (journal: typeof shared) => openPlatform({ journal, urls, logger, recovery: false })
  const payments = await open(shared)
  const processes = [payments, await open(other)]
  const told = new Map<string, PaymentEvent[]>()
  const handler = (event: PaymentEvent): void => {
    told.set(event.object.id, [...(told.get(event.object.id) ?? []), event])
  }
  for (const { events } of processes) await events.subscribe(handler, { name: 'ledger', everyMs: 2 })
  const accounts = await accountsOf(payments, palomma)
  const templates = new Map<Resource, object>()
  for (const [index, resource] of RESOURCES.entries()) {
    const { raw } = await resource.create(payments, `template-${String(index)}`, accounts)
    templates.set(resource, raw as object)
  }
  let made = 0

  return {
    make: async (resource, { lost }) => {
      const reference = `made-${String((made += 1))}`
      const simulator = resource.at === 'palomma' ? palomma : palladium
      if (lost) simulator.faults.add({ on: resource.endpoint, reference, reply: { kind: 'reset' } })
      const { id, status } = await resource.create(payments, reference, accounts)
      if (lost !== (status === 'unknown')) throw new Error(`${resource.title} is ${status}`)
      const type = resource.endpoint.slice('create-'.length).replaceAll('-', '_')
      const entry = simulator.ledger.entries.findLast((one) => one.reference === reference && one.type === type)
      if (entry === undefined) throw new Error(`${reference} is not on the books`)
      const { providerId } = entry
      const template = templates.get(resource) ?? {}
      return { resource, reference, id, providerId, telling: tellingOf(resource, template, { reference, providerId }) }
    },
    receive: (process, sent) => (processes[process] as Platform).webhooks.receive(sent),
    settled,
    answers: proxy.answers,
    object: async ({ resource, reference }) => (await resource.read(payments, reference)) as Made,
    operation: async ({ resource, reference }) => {
      const key = { merchant: 'default', kind: `${resource.type}.create`, reference } as const
      return (await shared.findOperation(key)) as OperationRecord
    },
    history: async (id) => (await shared.history('default', id)).map(({ to, cause }) => `${to} ${cause}`),
    told: (object) => told.get(object) ?? [],
    everythingTold: async () => {
      while ((await payments.events.subscribers()).some(({ behind }) => behind > 0)) await sleep(5)
      // Whoever tells something a second time has had many turns to do so.
      await sleep(200)
      return told
    },
    alarms: (id) => alarms.filter(({ operation }) => operation === id).map(({ cause = '' }) => cause),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([palomma.close(), palladium.close(), proxy[Symbol.asyncDispose]()])
      await Promise.all([...processes].reverse().map((process) => process.close()))
      await folder[Symbol.asyncDispose]()
    },
  }
}

type Owners = { readonly actions: { authorize(target: { readonly reference: string }): unknown } }

const accountsOf = async (payments: Platform, { actions }: Owners): Promise<Accounts> => {
  await payments.tokens.create(payinSource('the-source'))
  await payments.tokens.create(payoutTarget('the-target'))
  const usable = async (reference: string): Promise<string> => {
    actions.authorize({ reference })
    return (await payments.tokens.retrieve({ reference }, { refresh: true }))?.id ?? ''
  }
  return { source: await usable('the-source'), target: await usable('the-target') }
}

const tellingOf = (
  { at, eventType }: Resource,
  template: object,
  { reference, providerId }: Pick<Subject, 'reference' | 'providerId'>,
): Subject['telling'] => {
  if (at === 'palladium') {
    return ({ status }, number) => hinting({ ...template, id: providerId, external_id: reference, status, number })
  }
  const { amount = 0 } = template as { readonly amount?: number }
  const share = { all: amount, part: amount - 1_000 }
  return ({ collected, ...state }, number) => {
    const money = collected === undefined ? {} : { amountCollected: share[collected] }
    const event = { ...template, id: providerId, reference, ...money, ...state }
    return signed({ webhookId: `${providerId}-${state.status}-${String(number)}`, eventType, event })
  }
}
