import { readFileSync } from 'node:fs'

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/**
 * Counts the transactions in SQLite's write-ahead log: the last frame of each carries the size of the database, all
 * others 0 (https://www.sqlite.org/fileformat2.html#walformat). Holds until the log starts over, after 1,000 pages.
 */
export const commitsIn = (path: string): number => {
  const log = readFileSync(`${path}-wal`)
  const pageBytes = log.readUInt32BE(8)
  let commits = 0
  for (let at = HEADER_BYTES; at < log.length; at += FRAME_HEADER_BYTES + pageBytes) {
    if (log.readUInt32BE(at + 4) > 0) commits++
  }
  return commits
}
