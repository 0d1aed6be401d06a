import { createRequire } from 'node:module'
import type { Logger } from '@polyrail/core'

/** A pino logger at the level debug, and the lines that it wrote. */
export interface RecordedLog {
  readonly logger: Logger
  readonly lines: readonly string[]
}

type Pino = (options: { readonly level: string }, stream: { write(line: string): void }) => Logger

// Core's own pino: the workspace has no other reason to depend on it.
const pino = createRequire(import.meta.resolve('@polyrail/core/package.json'))('pino') as Pino

export const recordLog = (): RecordedLog => {
  const lines: string[] = []
  return { logger: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }), lines }
}
