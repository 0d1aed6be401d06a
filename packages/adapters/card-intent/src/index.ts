export { cardIntent } from './provider.js'
export type { CardIntentConfig } from './config.js'
