import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const TEMPORARY = ['TMPDIR', 'TMP', 'TEMP']

/** Starts the built command line, as a user would have it: not on a terminal, with nothing of the test's own. */
export const start = (...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> => startWith({}, args)

const startWith = (more: NodeJS.ProcessEnv, args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> => {
  // Coverage of the test run is not the user's.
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, FORCE_COLOR: ___, ...env } = process.env
  return spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, ...more } })
}

/** Runs it to its end. */
export const polyrail = (...args: readonly string[]): Promise<Ended> => end(start(...args))

/** Runs it with a temporary folder of its own; `left` is what it leaves there. */
export const polyrailLeaving = async (...args: readonly string[]): Promise<Ended & { readonly left: string[] }> => {
  const folder = mkdtempSync(join(tmpdir(), 'polyrail-cli-'))
  try {
    const ended = await end(startWith(Object.fromEntries(TEMPORARY.map((name) => [name, folder])), args))
    const left = readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)))
    return { ...ended, left }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const end = async (child: ReturnType<typeof start>): Promise<Ended> => {
  const closed = once(child, 'close') as Promise<[number | null]>
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { exitCode, stdout, stderr }
}
