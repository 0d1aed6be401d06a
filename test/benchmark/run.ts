import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { ClientReport } from './client/main.js'
import { measureColdStart, type ColdStart } from './cold-start.js'
import type { ProfileReport } from './profile/profile.js'
import { CACHE, buildPrograms, canPin, firstMessage, start } from './programs.js'
import type { Assignment, ProfiledName, Settings } from './settings.js'

export interface Report extends ClientReport {
  readonly date: string
  readonly node: string
  readonly machine: string
  /** Provider and client had a core each. */
  readonly pinned: boolean
  readonly settings: Settings
  readonly coldStart: ColdStart
}

export const runBenchmark = async (settings: Settings): Promise<Report> => {
  const { pinned, result } = await runClient({ settings })
  const [core] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    machine: `${cpus().length} × ${core?.model ?? 'unknown'}`,
    pinned,
    settings,
    ...(result as ClientReport),
    coldStart: measureColdStart(settings.coldStartRounds),
  }
}

export const runProfile = async (profile: ProfiledName, settings: Settings): Promise<ProfileReport> =>
  (await runClient({ settings, profile })).result as ProfileReport

/** The provider in one process, the clients in another, each on its core. */
const runClient = async (
  task: Pick<Assignment, 'settings' | 'profile'>,
): Promise<{ readonly pinned: boolean; readonly result: unknown }> => {
  const programs = await buildPrograms()
  const pinned = canPin()
  // Inside of the project: the folder for temporary files may be no disk at all.
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'journals-'))
  const provider = start(programs.provider, { core: pinned ? 0 : undefined })
  try {
    const { port } = (await firstMessage(provider)) as { readonly port: number }
    const assignment: Assignment = { url: `http://127.0.0.1:${port}`, folder, ...task }
    const client = start(programs.client, { argument: JSON.stringify(assignment), core: pinned ? 1 : undefined })
    return { pinned, result: await firstMessage(client) }
  } finally {
    provider.kill()
    rmSync(folder, { recursive: true })
  }
}
