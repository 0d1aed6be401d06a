/** What the build compiles for this package. */
export { commandSchemas as schemas } from './schema/commands.js'
