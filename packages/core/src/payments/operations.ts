import type { HistoryEntry, Operation, OperationHistory, OperationStatus, Settlement } from '../contract/operation.js'
import { NotFoundError, UnsupportedOperationError, ValidationError } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { lookupOf, PAUSED } from '../engine/lookups.js'
import { brokenAt } from '../journal/history.js'
import type { ObjectType, OperationRecord, Transition } from '../journal/port.js'
import type { OperationState } from '../journal/states.js'
import { checkOperation } from '../recovery/check.js'
import { isUnresolved } from '../recovery/concluding.js'
import { searchFor } from '../recovery/search.js'
import { settleOperation } from '../recovery/settle.js'
import { ownFields } from '../schema/own.js'
import { inquiryAbout } from './inquiries.js'
import { reading } from './reading.js'
import type { Scope } from './scope.js'

const PAGE = 100

const STATUSES: Readonly<Record<OperationState, OperationStatus>> = {
  CREATED: 'not_sent',
  SENDING: 'sending',
  PENDING: 'pending',
  UNKNOWN: 'unknown',
  MANUAL: 'unknown',
  SUCCEEDED: 'succeeded',
  DECLINED: 'declined',
  NOT_SENT: 'not_sent',
  ABSENT: 'absent',
  CANCELLED: 'canceled',
  REVERSED: 'reversed',
}

/** Filters of {@link Operations.list}. */
export interface OperationFilter {
  readonly status?: OperationStatus
  readonly provider?: string
}

/** What was asked of providers, and what is known of its execution. */
export class Operations {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Oldest first. Senders that have crashed are counted as `unknown`. */
  async *list(filter: OperationFilter = {}): AsyncGenerator<Operation, void> {
    const { status, provider } = ownFields(filter)
    const { journal, merchant } = this.#scope
    const states = status === undefined ? {} : { states: statesOf(status) }
    await reading(() => journal.reap(PAGE))
    let after: string | undefined
    do {
      const position = { ...(provider === undefined ? {} : { provider }), ...(after === undefined ? {} : { after }) }
      const page = await reading(() => journal.operations({ merchant, ...states, ...position, limit: PAGE }))
      for (const record of page.items) {
        const operation = await this.#public(record)
        if (status === undefined || operation.status === status) yield operation
      }
      after = page.after
    } while (after !== undefined)
  }

  /** From the journal. Has the provider asked in the background where nobody knows yet; see `resolve` to wait for it. */
  async retrieve(id: string): Promise<Operation | undefined> {
    const record = await this.#find(id)
    if (record?.state === 'UNKNOWN') this.#scope.nudge(record)
    return record === undefined ? undefined : this.#public(record)
  }

  /**
   * Asks the provider now, where it can be asked, and gives what is known then. Rejects with `ProviderUnavailableError`
   * where it could not be reached, and with `NotFoundError` where there is no such operation.
   */
  async resolve(id: string): Promise<Operation> {
    const { journal, merchant } = this.#scope
    const operation = await this.#existing(id)
    const type = operation.kind.slice(0, operation.kind.indexOf('.')) as ObjectType
    const record = await reading(() => journal.object({ merchant, type, id: operation.object }))
    if (record !== undefined && (isUnresolved(operation.state) || operation.state === 'PENDING')) {
      const subject = { operation, record: ownFields(record) }
      await checkOperation(this.#scope, subject, inquiryAbout(type)).catch((error: unknown) => {
        if (!(error instanceof UnsupportedOperationError)) throw error
      })
    }
    return this.#public(await this.#existing(id))
  }

  /**
   * Records what a person has found out about an operation whose outcome is unknown: with `succeeded` it counts as
   * executed, with `not_executed` the same reference may be used to try again. Rejects with `InvalidStateError` where the
   * outcome is known.
   */
  async settle(id: string, settlement: Settlement): Promise<Operation> {
    await settleOperation(this.#scope, await this.#existing(id), settlement)
    return this.#public(await this.#existing(id))
  }

  /**
   * Ends the quarantine of a journal that was lost or put back from a copy, by a person who has compared what was sent
   * with the providers. For all merchants.
   */
  async release(decision: { readonly by: string; readonly evidence: string }): Promise<void> {
    const { by, evidence } = decision
    const issues = Object.entries({ by, evidence }).flatMap(([path, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [] : [{ path, message: 'expected a text' }],
    )
    if (issues.length > 0) throw new ValidationError(issues)
    await reading(() => this.#scope.release({ by, evidence }))
  }

  /** Everything that has happened to an operation, with who decided what. */
  async history(id: string): Promise<OperationHistory> {
    const { journal, merchant } = this.#scope
    const operation = await this.#existing(id)
    const lines = await reading(() => journal.history(merchant, id))
    return { entries: lines.map(historyEntry), intact: brokenAt(operation, lines) === undefined }
  }

  async #find(id: string): Promise<OperationRecord | undefined> {
    const { journal, merchant } = this.#scope
    const record = await reading(() => journal.operation(merchant, id))
    if (record?.state !== 'SENDING' || !record.leaseExpired) return record && ownFields(record)
    // Its sender has died: what it left behind is unknown.
    await reading(() => journal.reap(PAGE))
    const reaped = await reading(() => journal.operation(merchant, id))
    return reaped && ownFields(reaped)
  }

  async #existing(id: string): Promise<OperationRecord> {
    const found = await this.#find(id)
    if (found !== undefined) return found
    throw new NotFoundError(`There is no operation ${id} in the journal`)
  }

  async #public(record: OperationRecord): Promise<Operation> {
    const client = (await this.#scope.clients()).get(record.provider)
    const unresolved = isUnresolved(record.state)
    return {
      id: record.id,
      merchant: record.merchant,
      kind: record.kind,
      reference: record.reference,
      provider: record.provider,
      ...(record.providerId === undefined ? {} : { providerId: record.providerId }),
      providerReference: record.providerReference,
      status: record.state === 'DECLINED' && record.error !== undefined ? 'refused' : STATUSES[record.state],
      resolution: resolutionOf(client, record),
      object: record.object,
      cause: record.cause,
      attempts: record.attempt,
      ...(record.supersedes === undefined ? {} : { supersedes: record.supersedes }),
      tried: record.tried,
      ...(record.nextCheckAt === undefined ? {} : { nextCheckAt: new Date(record.nextCheckAt).toISOString() }),
      ...(record.absentSince === undefined ? {} : { absentSince: new Date(record.absentSince).toISOString() }),
      ...(unresolved ? { search: searchFor(record, client) } : {}),
      createdAt: new Date(record.createdAt).toISOString(),
      updatedAt: new Date(record.updatedAt).toISOString(),
    }
  }
}

const resolutionOf = (client: ProviderClient | undefined, record: OperationRecord): Operation['resolution'] => {
  if (client === undefined) return 'manual'
  if (canBeAsked(client, record)) return 'lookup'
  return client.account.definition.webhooks !== undefined && record.kind.endsWith('.create') ? 'webhook' : 'manual'
}

/** Whether the provider can be asked what became of the call that was armed last. */
const canBeAsked = (client: ProviderClient, { step }: OperationRecord): boolean =>
  step === PAUSED || lookupOf(client, step) !== undefined

const historyEntry = ({ at, from, to, cause, attempt, actor, evidence, hash }: Transition): HistoryEntry => ({
  at: new Date(at).toISOString(),
  ...(from === undefined ? {} : { from: STATUSES[from] }),
  to: STATUSES[to],
  cause,
  attempt,
  ...(actor === undefined ? {} : { by: actor }),
  ...(evidence === undefined ? {} : { evidence }),
  ...(hash === undefined ? {} : { hash }),
})

const statesOf = (status: OperationStatus): readonly OperationState[] => {
  const states = (Object.keys(STATUSES) as OperationState[]).filter(
    (state) => STATUSES[state] === status || (status === 'refused' && state === 'DECLINED'),
  )
  if (states.length > 0) return states
  throw new ValidationError([{ path: 'status', message: 'is not a status of an operation' }])
}
