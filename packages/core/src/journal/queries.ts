import type { OperationKind } from '../contract/operation.js'
import type { OperationState } from './states.js'

export type ObjectType = 'payin' | 'payout' | 'refund' | 'customer' | 'token'

export type ObjectSelector = { readonly merchant: string; readonly type: ObjectType } & (
  { readonly id: string } | { readonly reference: string } | { readonly provider: string; readonly providerId: string }
)

export interface OperationQuery {
  /** Absent for those of all merchants. */
  readonly merchant?: string
  readonly states?: readonly OperationState[]
  readonly kinds?: readonly OperationKind[]
  readonly provider?: string
  readonly newestFirst?: boolean
  readonly after?: string
  readonly limit: number
}

export interface ObjectQuery {
  readonly merchant: string
  readonly type: ObjectType
  readonly provider?: string
  readonly status?: string
  /** The object that they belong to. */
  readonly parent?: string
  /** Inclusive, milliseconds since 1970. */
  readonly createdFrom?: number
  /** Exclusive. */
  readonly createdTo?: number
  readonly after?: string
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page begins; absent after the last one. */
  readonly after?: string
}
