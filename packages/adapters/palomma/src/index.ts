export { palomma } from './provider.js'
export type { PalommaConfig } from './config.js'
