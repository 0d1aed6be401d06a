/** A simulator in a process of its own, for tests that kill it; tells its URL to the parent. */
import { startSimulator } from '@polyrail/simulators'

const simulator = await startSimulator('palladium', { ledgerPath: process.argv[2] ?? '' })
process.send?.(simulator.url)
