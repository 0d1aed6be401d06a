import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Screen } from '../screen/screen.js'
import { jsonTeller } from './json-teller.js'
import { exitCodeOf, play } from './play.js'
import { terminalTeller } from './terminal-teller.js'
import { withWorld } from './world.js'

interface Wishes {
  readonly json: boolean
  readonly keep: boolean
}

/** Plays the story in a fresh folder and gives the exit code. */
export const runDemo = async ({ json, keep }: Wishes, screen: Screen): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'polyrail-demo-'))
  try {
    const teller = (json ? jsonTeller : terminalTeller)(screen)
    const report = await withWorld(folder, (world) => play(world, teller))
    teller.end({ ...report, ...(keep ? { folder } : {}) })
    return exitCodeOf(report)
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true })
  }
}
