import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface Child {
  readonly process: ChildProcess
  /** What it has printed so far, line by line. */
  readonly lines: readonly string[]
  /** Waits until it has printed that many lines, or has ended. */
  printed(count: number): Promise<void>
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts a TypeScript file of this folder in a process of its own. */
export const startChild = (file: string, ...args: readonly string[]): Child => {
  const flags = ['--import', 'tsx', '--conditions=@polyrail/source']
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, file), ...args], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  let rest = ''
  let wake: () => void = () => undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    wake()
  })
  let over = false
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    over = true
    wake()
    return code ?? signal ?? 'nothing'
  })
  const printed = async (count: number) => {
    while (lines.length < count && !over) await new Promise<void>((resolve) => (wake = resolve))
  }
  return { process: child, lines, printed, ended }
}
