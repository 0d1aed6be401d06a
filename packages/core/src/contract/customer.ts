import type { CustomerDetails, Metadata, PaymentObject } from './common.js'

/** A person or company that the provider keeps on file. */
export interface Customer extends PaymentObject {
  /** `unknown`: the provider may have created the record and nobody knows yet. */
  readonly status: CustomerStatus
  readonly details: CustomerDetails
}

export type CustomerStatus = 'unknown' | 'active' | 'failed'

export interface CreateCustomer {
  readonly provider?: string
  readonly reference: string
  readonly customer: Omit<CustomerDetails, 'reference'>
  readonly metadata?: Metadata
}
