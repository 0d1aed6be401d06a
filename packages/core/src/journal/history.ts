import { createHash } from 'node:crypto'
import type { OperationRecord, Transition } from './port.js'

/**
 * What a line of the history is hashed to: SHA-256, hexadecimal, of the JSON array of the hash before it (or an empty
 * text), the operation's id, and the line. Whoever changes an old line has to change all that follow.
 */
export const transitionHash = (before: string, operation: string, line: Omit<Transition, 'hash'>): string => {
  const { seq, at, from = null, to, cause, attempt, fence, actor = null, evidence = null } = line
  const text = JSON.stringify([before, operation, seq, at, from, to, cause, attempt, fence, actor, evidence])
  return createHash('sha256').update(text).digest('hex')
}

/**
 * The number of the first line that does not follow from the one before, or is missing; undefined where the history is
 * whole, up to the version of the operation.
 */
export const brokenAt = (
  { id, version }: Pick<OperationRecord, 'id' | 'version'>,
  history: readonly Transition[],
): number | undefined => {
  let before = ''
  for (const [index, { hash, ...line }] of history.entries()) {
    const follows = line.seq === index + 1 && (index === 0 || line.from === history[index - 1]?.to)
    if (!follows || hash !== transitionHash(before, id, line)) return line.seq
    before = hash
  }
  return history.length < version ? history.length + 1 : undefined
}
