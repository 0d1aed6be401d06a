import type { Operation, OperationStatus } from '../contract/operation.js'
import { ValidationError } from '../errors/errors.js'
import type { OperationRecord } from '../journal/port.js'
import type { OperationState } from '../journal/states.js'
import { ownFields } from '../schema/own.js'
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

  async retrieve(id: string): Promise<Operation | undefined> {
    const { journal, merchant } = this.#scope
    const record = await reading(() => journal.operation(merchant, id))
    return record === undefined ? undefined : this.#public(record)
  }

  async #public(record: OperationRecord): Promise<Operation> {
    const lookups = (await this.#scope.clients()).get(record.provider)?.account.definition.lookups ?? []
    return {
      id: record.id,
      merchant: record.merchant,
      kind: record.kind,
      reference: record.reference,
      provider: record.provider,
      ...(record.providerId === undefined ? {} : { providerId: record.providerId }),
      providerReference: record.providerReference,
      status: record.state === 'DECLINED' && record.error !== undefined ? 'refused' : STATUSES[record.state],
      resolution: lookups.some(({ endpoint }) => endpoint.name === record.step) ? 'lookup' : 'manual',
      object: record.object,
      cause: record.cause,
      attempts: record.attempt,
      ...(record.supersedes === undefined ? {} : { supersedes: record.supersedes }),
      tried: record.tried,
      createdAt: new Date(record.createdAt).toISOString(),
      updatedAt: new Date(record.updatedAt).toISOString(),
    }
  }
}

const statesOf = (status: OperationStatus): readonly OperationState[] => {
  const states = (Object.keys(STATUSES) as OperationState[]).filter(
    (state) => STATUSES[state] === status || (status === 'refused' && state === 'DECLINED'),
  )
  if (states.length > 0) return states
  throw new ValidationError([{ path: 'status', message: 'is not a status of an operation' }])
}
