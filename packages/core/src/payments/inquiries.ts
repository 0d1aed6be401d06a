import type { ObjectType } from '../journal/port.js'
import { customerInquiry } from './customers.js'
import type { Inquiry } from './inquiry.js'
import { payinInquiry } from './payins.js'
import { payoutInquiry } from './payouts.js'
import { refundInquiry } from './refunds.js'
import { tokenInquiry } from './tokens.js'

const INQUIRIES = {
  payin: payinInquiry,
  payout: payoutInquiry,
  refund: refundInquiry,
  customer: customerInquiry,
  token: tokenInquiry,
}

/** How providers are asked about objects of this type. */
export const inquiryAbout = (type: ObjectType): Inquiry => INQUIRIES[type] as unknown as Inquiry
