import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const HERE = import.meta.dirname
export const ROOT = join(HERE, '..', '..')
export const CACHE = join(ROOT, 'node_modules', '.cache', 'polyrail')

export interface Programs {
  readonly client: string
  readonly provider: string
}

/**
 * Makes plain JavaScript of the benchmark's own files, so that the measured process runs Node and nothing else: no
 * loader, and no condition that would lead it to sources. What they import is left to Node, which finds what was built.
 */
export const buildPrograms = async (): Promise<Programs> => {
  const outdir = join(CACHE, 'benchmark')
  await build({
    entryPoints: { client: join(HERE, 'client', 'main.ts'), provider: join(HERE, 'provider', 'main.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  return { client: join(outdir, 'client.mjs'), provider: join(outdir, 'provider.mjs') }
}

/** Whether processes can be kept on cores of their own. */
export const canPin = (): boolean =>
  availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0', 'true']).error === undefined

/** Starts a program, on one core if one is given. Standard output stays ours. */
export const start = (
  program: string,
  { argument = '', core }: { readonly argument?: string; readonly core?: number | undefined },
): ChildProcess => {
  const node = [process.execPath, program, argument]
  const [command = '', ...args] = core === undefined ? node : ['taskset', '-c', String(core), ...node]
  const { NODE_OPTIONS: _, ...env } = process.env
  return spawn(command, args, { stdio: ['ignore', 2, 2, 'ipc'], env })
}

/** The first message of a program; rejects when it ends without one. */
export const firstMessage = async (program: ChildProcess): Promise<unknown> => {
  const ended = once(program, 'exit').then(([code]: unknown[]) => {
    throw new Error(`a process of the benchmark ended with ${String(code)}`)
  })
  const [message] = (await Promise.race([once(program, 'message'), ended])) as unknown[]
  ended.catch(() => undefined)
  return message
}
