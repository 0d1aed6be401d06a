import type { ServiceIdentifier } from 'inversify'
import type { ProviderAccount } from '../adapter/account.js'

/** Every provider account that was loaded. */
export const ProviderAccountId: ServiceIdentifier<ProviderAccount> = Symbol.for('@polyrail/core ProviderAccount')
