import type { ServiceIdentifier } from 'inversify'
import type { ProviderAccount } from '../adapter/account.js'
import type { Clock as ClockPort } from '../clock/clock.js'
import type { Journal as JournalPort } from '../journal/port.js'
import type { Logger as LoggerPort } from '../log/logger.js'
import type { Router as RouterPort } from '../routing/router.js'
import type { HttpTransport as HttpTransportPort } from '../transport/port.js'
import type { TokenStore as TokenStorePort } from '../transport/tokens.js'

// Each name is the port's type and the identifier to bind another implementation to. By `Symbol.for`, so that two
// copies of core agree.

export type Clock = ClockPort
export const Clock: ServiceIdentifier<Clock> = Symbol.for('@polyrail/core Clock')

export type HttpTransport = HttpTransportPort
export const HttpTransport: ServiceIdentifier<HttpTransport> = Symbol.for('@polyrail/core HttpTransport')

export type Journal = JournalPort
export const Journal: ServiceIdentifier<Journal> = Symbol.for('@polyrail/core Journal')

export type Logger = LoggerPort
export const Logger: ServiceIdentifier<Logger> = Symbol.for('@polyrail/core Logger')

export type Router = RouterPort
export const Router: ServiceIdentifier<Router> = Symbol.for('@polyrail/core Router')

export type TokenStore = TokenStorePort
export const TokenStore: ServiceIdentifier<TokenStore> = Symbol.for('@polyrail/core TokenStore')

/** Every provider account that was loaded. */
export const ProviderAccountId: ServiceIdentifier<ProviderAccount> = Symbol.for('@polyrail/core ProviderAccount')
