import { spawnSync } from 'node:child_process'
import { median } from './figures.js'
import { ROOT } from './programs.js'

/** What `import('@polyrail/core')` costs a process that has loaded nothing else. */
export interface ColdStart {
  readonly emptyWallMs: number
  readonly wallMsAboveEmpty: number
  readonly cpuMsAboveEmpty: number
  readonly memoryMbAboveEmpty: number
}

interface Start {
  readonly wallMs: number
  readonly cpuMs: number
  readonly memoryMb: number
}

const IMPORT = `await import('@polyrail/core');`

/** Empty processes and importing ones in turn. */
export const measureColdStart = (rounds: number): ColdStart => {
  const pairs = Array.from({ length: rounds }, () => ({ empty: startProcess(''), full: startProcess(IMPORT) }))
  const above = (of: (start: Start) => number): number => median(pairs.map(({ empty, full }) => of(full) - of(empty)))
  return {
    emptyWallMs: median(pairs.map(({ empty }) => empty.wallMs)),
    wallMsAboveEmpty: above(({ wallMs }) => wallMs),
    cpuMsAboveEmpty: above(({ cpuMs }) => cpuMs),
    memoryMbAboveEmpty: above(({ memoryMb }) => memoryMb),
  }
}

const REPORT = `
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 1048576 }))`

const startProcess = (code: string): Start => {
  const { NODE_OPTIONS: _, ...env } = process.env
  const startedAt = performance.now()
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', code + REPORT], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  })
  const wallMs = performance.now() - startedAt
  if (status !== 0) throw new Error('a process did not start')
  return { wallMs, ...(JSON.parse(stdout) as Omit<Start, 'wallMs'>) }
}
