import { lookup } from '@polyrail/core'
import { findCustomer } from './customers.js'
import { createCustomer, createPayinLink, prepareCustomer } from './endpoints.js'
import { findPayinLink } from './links.js'

/** Both lists can be filtered by our reference, so a lost answer can be found out. */
export const lookups = [
  lookup(createCustomer, findCustomer),
  lookup(prepareCustomer, findCustomer),
  lookup(createPayinLink, findPayinLink),
]
