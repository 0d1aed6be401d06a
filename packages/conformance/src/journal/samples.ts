import assert from 'node:assert/strict'
import type {
  Intent,
  Journal,
  ObjectWrite,
  Observation,
  OperationRecord,
  OperationState,
  Outcome,
} from '@polyrail/core'

/** A payout to arm for the first time; its ids follow from the reference. */
export const intentFor = (reference: string, changes: Partial<Intent> = {}): Intent => ({
  id: `operation-${reference}`,
  merchant: 'default',
  kind: 'payout.create',
  reference,
  fingerprint: 'f'.repeat(64),
  provider: 'acme',
  providerReference: `at-provider-${reference}`,
  tried: [],
  request: '{"amount":"150000.50"}',
  step: 'createPayout',
  steps: {},
  lanes: [],
  object: objectFor(reference),
  owner: 'process-1',
  leaseMs: 60_000,
  ...changes,
})

export const objectFor = (reference: string, changes: Partial<ObjectWrite> = {}): ObjectWrite => ({
  id: `payout-${reference}`,
  type: 'payout',
  provider: 'acme',
  reference,
  status: 'unknown',
  body: `{"reference":${JSON.stringify(reference)}}`,
  ...changes,
})

/** Another attempt of an operation that was not sent. */
export const claimOf = (operation: OperationRecord, changes: Partial<Intent> = {}): Intent =>
  intentFor(operation.reference, {
    id: operation.id,
    merchant: operation.merchant,
    kind: operation.kind,
    seen: { id: operation.id, version: operation.version },
    owner: 'process-2',
    ...changes,
  })

/** A new operation in the place of one that executed nothing. */
export const successorOf = (operation: OperationRecord, changes: Partial<Intent> = {}): Intent =>
  claimOf(operation, { id: `${operation.id}-next`, supersedes: operation.id, ...changes })

export const outcomeOf = (
  { id, merchant, reference, fence, attempt }: OperationRecord,
  state: Outcome['state'],
  changes: Partial<Outcome> = {},
): Outcome => ({
  ...{ id, merchant, fence, attempt, state },
  cause: 'answered',
  object: objectFor(reference, { status: state.toLowerCase() }),
  ...changes,
})

export const observationOf = (
  { id, merchant, reference, version }: OperationRecord,
  state: OperationState,
  changes: Partial<Observation> = {},
): Observation => ({
  ...{ id, merchant, version, state },
  cause: 'looked_up',
  object: objectFor(reference, { status: state.toLowerCase() }),
  ...changes,
})

export const arm = async (journal: Journal, intent: Intent): Promise<OperationRecord> => {
  const { armed, operation } = await journal.arm(intent)
  assert.ok(armed, `${intent.reference} should be armed, but it is ${operation.state}`)
  return operation
}

export const record = async (journal: Journal, outcome: Outcome): Promise<OperationRecord> => {
  const { recorded, operation } = await journal.record(outcome)
  assert.ok(recorded, `${outcome.state} should be recorded, but the operation is ${operation.state}`)
  return operation
}

export const observe = async (journal: Journal, observation: Observation): Promise<OperationRecord> => {
  const { recorded, operation } = await journal.observe(observation)
  assert.ok(recorded, `${observation.state} should be observed, but the operation is ${operation.state}`)
  return operation
}

/** CREATED is left out: nothing in the port leads there. */
export type Reachable = Exclude<OperationState, 'CREATED'>

/** A new operation, brought to a state over legal edges. */
export const operationIn = async (journal: Journal, state: Reachable, intent: Intent): Promise<OperationRecord> => {
  const sending = await arm(journal, intent)
  if (state === 'SENDING') return sending
  if (state === 'MANUAL' || state === 'ABSENT' || state === 'CANCELLED') {
    return observe(journal, observationOf(await record(journal, outcomeOf(sending, 'UNKNOWN')), state))
  }
  if (state !== 'REVERSED') return record(journal, outcomeOf(sending, state))
  return observe(journal, observationOf(await record(journal, outcomeOf(sending, 'SUCCEEDED')), state))
}

/** What the journal holds under the id of an operation. */
export const stored = async (journal: Journal, { merchant, id }: OperationRecord): Promise<OperationRecord> => {
  const operation = await journal.operation(merchant, id)
  assert.ok(operation, `${id} should be in the journal`)
  return operation
}
