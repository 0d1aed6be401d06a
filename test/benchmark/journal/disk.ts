import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const PAGE = Buffer.alloc(4096, 1)

/** How often a second the disk flushes a page that was appended to a file. */
export const flushesPerSecond = (folder: string, forMs: number): number => {
  const path = join(folder, 'flushes')
  const file = openSync(path, 'w')
  try {
    const startedAt = performance.now()
    let flushes = 0
    while (performance.now() - startedAt < forMs) {
      writeSync(file, PAGE)
      fdatasyncSync(file)
      flushes += 1
    }
    return (flushes * 1000) / (performance.now() - startedAt)
  } finally {
    closeSync(file)
    rmSync(path)
  }
}
