import { lookup } from '@polyrail/core'
import { findCustomer } from './customers.js'
import { findOpenPayoutTarget, findPayinSource, findPayoutTarget } from './bank-links.js'
import { findPayinRequest } from './debits.js'
import {
  createCustomer,
  createPayinLink,
  createPayinRequest,
  createPayinSource,
  createPayoutRequest,
  createPayoutTarget,
  prepareCustomer,
  preparePayoutTarget,
} from './endpoints.js'
import { findPayinLink } from './links.js'
import { findPayoutRequest } from './payouts.js'

/** All lists can be filtered by our reference, so a lost answer can be found out. */
export const lookups = [
  lookup(createCustomer, findCustomer),
  lookup(prepareCustomer, findCustomer),
  lookup(createPayinLink, findPayinLink),
  lookup(createPayinSource, findPayinSource),
  lookup(createPayoutTarget, findPayoutTarget),
  lookup(preparePayoutTarget, findOpenPayoutTarget),
  lookup(createPayinRequest, findPayinRequest),
  lookup(createPayoutRequest, findPayoutRequest),
]
