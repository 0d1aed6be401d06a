import type {
  Intent,
  ObjectRecord,
  ObjectType,
  OperationKind,
  OperationRecord,
  OperationState,
  StoredError,
  Transition,
} from '@polyrail/core'

/** A row as an array in the order of OPERATION_COLUMNS: what decides about a change, and what it touches, first. */
export type OperationRow = readonly [...LeadingColumns, ...FixedColumns]

type LeadingColumns = readonly [
  seq: number,
  id: string,
  generation: number,
  state: OperationState,
  cause: string,
  version: number,
  fence: number,
  attempt: number,
  providerId: string | null,
  error: string | null,
  steps: string,
  leaseUntil: number | null,
  updatedAt: number,
  request: string,
  absences: number,
  absentSince: number | null,
  nextCheckAt: number | null,
]

type FixedColumns = readonly [
  merchant: string,
  kind: OperationKind,
  reference: string,
  fingerprint: string,
  provider: string,
  providerReference: string,
  supersedes: string | null,
  tried: string,
  step: string,
  owner: string,
  armedAt: number,
  object: string,
  createdAt: number,
  lanes: string,
  checks: number,
]

export const OPERATION_COLUMNS =
  'seq, id, generation, state, cause, version, fence, attempt, provider_id, error, steps, lease_until, updated_at, ' +
  'request, absences, absent_since, next_check_at, ' +
  'merchant, kind, reference, fingerprint, provider, provider_reference, supersedes, tried, ' +
  'step, owner, armed_at, object, created_at, lanes, checks'

export type ObjectRow = readonly [
  seq: number,
  merchant: string,
  id: string,
  type: ObjectType,
  provider: string,
  providerId: string | null,
  reference: string,
  status: string,
  body: string,
  operation: string,
  createdAt: number,
  updatedAt: number,
  version: number,
  children: number,
  parent: string | null,
]

export const OBJECT_COLUMNS =
  'seq, merchant, id, type, provider, provider_id, reference, status, body, operation, created_at, updated_at, ' +
  'version, children, parent'

export const operationFrom = (row: OperationRow, now: number): OperationRecord => {
  const [, id, generation, state, cause, version, fence, attempt, providerId, error, steps, leaseUntil, ...rest] = row
  const [updatedAt, request, absences, absentSince, nextCheckAt, merchant, kind, reference, fingerprint, ...last] = rest
  const [provider, providerReference, supersedes, tried, step, owner, armedAt, object, createdAt, lanes, checks] = last
  return {
    id,
    merchant,
    kind,
    reference,
    generation,
    fingerprint,
    provider,
    providerReference,
    ...(providerId === null ? {} : { providerId }),
    ...(supersedes === null ? {} : { supersedes }),
    tried: JSON.parse(tried) as OperationRecord['tried'],
    request,
    state,
    cause,
    ...(error === null ? {} : { error: JSON.parse(error) as StoredError }),
    step,
    steps: JSON.parse(steps) as OperationRecord['steps'],
    lanes: JSON.parse(lanes) as OperationRecord['lanes'],
    attempt,
    fence,
    version,
    owner,
    ...(leaseUntil === null ? {} : { leaseUntil }),
    leaseExpired: leaseUntil !== null && leaseUntil <= now,
    armedAt,
    object,
    ...(nextCheckAt === null ? {} : { nextCheckAt }),
    checks,
    absences,
    ...(absentSince === null ? {} : { absentSince }),
    createdAt,
    updatedAt,
  }
}

/** The record of an operation that was just inserted, so that the writer need not send back what it was given. */
export const bornFrom = (intent: Intent, generation: number, at: number): OperationRecord => ({
  id: intent.id,
  merchant: intent.merchant,
  kind: intent.kind,
  reference: intent.reference,
  generation,
  fingerprint: intent.fingerprint,
  provider: intent.provider,
  providerReference: intent.providerReference,
  ...(intent.supersedes === undefined ? {} : { supersedes: intent.supersedes }),
  tried: intent.tried,
  request: intent.request,
  state: 'SENDING',
  cause: 'armed',
  step: intent.step,
  steps: intent.steps,
  lanes: intent.lanes,
  attempt: 1,
  fence: 1,
  version: 1,
  owner: intent.owner,
  leaseUntil: at + intent.leaseMs,
  leaseExpired: false,
  armedAt: at,
  object: intent.object.id,
  checks: 0,
  absences: 0,
  createdAt: at,
  updatedAt: at,
})

export const objectFrom = (row: ObjectRow): ObjectRecord => {
  const [, merchant, id, type, provider, providerId, reference, status, body, operation, ...rest] = row
  const [createdAt, updatedAt, version, children, parent] = rest
  return {
    id,
    merchant,
    type,
    provider,
    ...(providerId === null ? {} : { providerId }),
    reference,
    status,
    body,
    ...(parent === null ? {} : { parent }),
    operation,
    version,
    children,
    createdAt,
    updatedAt,
  }
}

export type TransitionRow = readonly [
  seq: number,
  at: number,
  from: OperationState | null,
  to: OperationState,
  cause: string,
  attempt: number,
  fence: number,
  actor: string | null,
  evidence: string | null,
  hash: string | null,
]

export const TRANSITION_COLUMNS =
  't.seq, t.at, t.from_state, t.to_state, t.cause, t.attempt, t.fence, t.actor, t.evidence, t.hash'

export const transitionFrom = (row: TransitionRow): Transition => {
  const [seq, at, from, to, cause, attempt, fence, actor, evidence, hash] = row
  return {
    seq,
    at,
    ...(from === null ? {} : { from }),
    to,
    cause,
    attempt,
    fence,
    ...(actor === null ? {} : { actor }),
    ...(evidence === null ? {} : { evidence }),
    ...(hash === null ? {} : { hash }),
  }
}
