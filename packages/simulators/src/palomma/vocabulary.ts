/** The methods of payment that a link can offer. */
export type PayinMethod = 'pse' | 'bancolombiaButton' | 'nequiButton' | 'card' | 'bancolombiaCollect'

export const PAYIN_METHODS: readonly PayinMethod[] = [
  'pse',
  'bancolombiaButton',
  'nequiButton',
  'card',
  'bancolombiaCollect',
]

/** Why a link was cancelled. */
export type StatusMessage =
  | 'AUTHENTICATION_FAILED'
  | 'CUSTOMER_CANCELLATION'
  | 'DECLINED_BY_BANK'
  | 'EXPIRED'
  | 'INVALID_ACCOUNT'
  | 'NOT_ENOUGH_FUNDS'
  | 'ERROR'

export const STATUS_MESSAGES: readonly StatusMessage[] = [
  'AUTHENTICATION_FAILED',
  'CUSTOMER_CANCELLATION',
  'DECLINED_BY_BANK',
  'EXPIRED',
  'INVALID_ACCOUNT',
  'NOT_ENOUGH_FUNDS',
  'ERROR',
]
