export { acmePay } from './provider.js'
export type { AcmePayConfig } from './config.js'
