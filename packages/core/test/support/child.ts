import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Child {
  readonly code: number | null
  readonly out: string
  readonly problems: string
}

/** Runs a script of the folder beside this one in a process of its own. */
export const child = (
  script: string,
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Child> =>
  new Promise((resolve, reject) => {
    const file = fileURLToPath(new URL(`../children/${script}`, import.meta.url))
    const options = ['--import', 'tsx', '--conditions', '@polyrail/source', file, ...args]
    const running = spawn(process.execPath, options, {
      // What a child covers would be merged with offsets of its own.
      env: { ...process.env, NODE_V8_COVERAGE: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
      killSignal: 'SIGKILL',
    })
    let out = ''
    let problems = ''
    running.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    running.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()))
    running.on('error', reject)
    running.on('close', (code) => resolve({ code, out, problems }))
  })
