import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Job, Told } from './job.js'
import type { MailJob } from './mail-job.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WORKERS = {
  worker: new URL('worker.ts', import.meta.url),
  'mail-worker': new URL('mail-worker.ts', import.meta.url),
} as const
type Worker = keyof typeof WORKERS
const bundleOf = (worker: Worker): string => `${ROOT}node_modules/.cache/polyrail-kill/${worker}.mjs`

/** The worker as one file of plain JavaScript over the built packages: a life begins three times faster. */
export const bundleWorker = async (worker: Worker = 'worker'): Promise<void> => {
  await mkdir(new URL('.', `file://${bundleOf(worker)}`), { recursive: true })
  await build({
    entryPoints: [fileURLToPath(WORKERS[worker])],
    outfile: bundleOf(worker),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
}

export interface Life {
  readonly told: readonly Told[]
  /** It killed itself at its point, rather than being killed from outside. */
  readonly reachedPoint: boolean
}

export const begin = (job: Job | MailJob, worker: Worker = 'worker'): ChildProcess => {
  const { NODE_V8_COVERAGE: _, NODE_OPTIONS: __, ...env } = process.env
  return fork(bundleOf(worker), [JSON.stringify(job)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env,
  })
}

export interface Stopped {
  /** Lets it go on for a while. */
  readonly goOn: (forMs: number) => Promise<void>
  readonly end: () => Promise<void>
}

/** A life that stops itself at its point. */
export const liveAndStop = async (job: Job): Promise<Stopped> => {
  const child = begin(job)
  const end = ended(child)
  const stops = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'stops') resolve()
    })
  })
  const died = end.then(() => Promise.reject(new Error('a worker ended before it came to where it stops')))
  await Promise.race([stops, died])
  // It says so just before.
  await sleep(100)
  return {
    goOn: async (forMs) => {
      child.kill('SIGCONT')
      await sleep(forMs)
    },
    end: async () => {
      child.kill('SIGKILL')
      await end
    },
  }
}

/** One life: from its start to a SIGKILL after `killAfterMs` of work, at the latest. */
export const live = async (job: Job, killAfterMs: number): Promise<Life> => {
  const child = begin(job)
  const told: Told[] = []
  let complaint = ''
  let killed = false
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  child.on('message', (message: Told | 'ready' | 'stops') => {
    if (message === 'ready') setTimeout(kill, killAfterMs)
    else if (message !== 'stops') told.push(message)
  })
  const kill = (): void => {
    killed = true
    child.kill('SIGKILL')
  }
  const [code, signal] = await ended(child)
  if (signal !== 'SIGKILL') throw new Error(`a worker ended by itself (${String(code)}): ${complaint}`)
  return { told, reachedPoint: !killed }
}

export const ended = (child: ChildProcess): Promise<[number | null, string | null]> =>
  once(child, 'close') as Promise<[number | null, string | null]>
