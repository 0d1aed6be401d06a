export { palladium } from './provider.js'
export type { PalladiumConfig } from './config.js'
