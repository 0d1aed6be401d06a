import type {
  Intent,
  ObjectRecord,
  ObjectType,
  OperationKind,
  OperationRecord,
  OperationState,
  StoredError,
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
  request: string,
  step: string,
  owner: string,
  armedAt: number,
  object: string,
  createdAt: number,
  lanes: string,
]

export const OPERATION_COLUMNS =
  'seq, id, generation, state, cause, version, fence, attempt, provider_id, error, steps, lease_until, updated_at, ' +
  'merchant, kind, reference, fingerprint, provider, provider_reference, supersedes, tried, ' +
  'request, step, owner, armed_at, object, created_at, lanes'

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
  const [updatedAt, merchant, kind, reference, fingerprint, provider, providerReference, supersedes, ...last] = rest
  const [tried, request, step, owner, armedAt, object, createdAt, lanes] = last
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
