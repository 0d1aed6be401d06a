export { billon } from './provider.js'
export type { BillonConfig } from './config.js'
