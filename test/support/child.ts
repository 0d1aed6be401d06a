import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of ours that runs one of the programs of test/e2e. */
export interface Child extends AsyncDisposable {
  /** What it sends next; rejects with its output if it ends instead. */
  next<Message>(): Promise<Message>
  send(message: string): void
  kill(): void
  /** Resolves when it has ended, with the signal or the exit code that ended it. */
  readonly ended: Promise<string | number>
  /** Everything that it has printed so far. */
  readonly output: string
}

export const startChild = (program: 'calls' | 'flows' | 'full-disk', job: unknown): Child => {
  const path = fileURLToPath(new URL(`../e2e/programs/${program}.ts`, import.meta.url))
  const child = fork(path, [JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const messages: unknown[] = []
  let output = ''
  let arrived = (): void => undefined
  child.on('message', (message) => {
    messages.push(message)
    arrived()
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as string | number)
  return {
    async next<Message>() {
      const arrival = new Promise<void>((resolve) => (arrived = resolve))
      if (messages.length === 0) await Promise.race([arrival, ended])
      if (messages.length === 0) throw new Error(`the program ended without an answer: ${output}`)
      return messages.shift() as Message
    },
    send: (message) => void child.send(message),
    kill: () => void child.kill('SIGKILL'),
    ended,
    get output() {
      return output
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
