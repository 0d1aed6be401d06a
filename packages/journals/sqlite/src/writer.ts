import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { CLOSE, COMMANDS_PER_COMMIT, type Command, type Started, type WriterSetup } from './protocol.js'
import { Committer } from './writer/committer.js'

// The only thread that writes: a flush takes its time here, and the event loop of the platform goes on.

const port = parentPort
if (port === null) throw new Error('This module is the writer thread of @polyrail/journal-sqlite')

const start = (): Committer | undefined => {
  try {
    const committer = new Committer(workerData as WriterSetup)
    port.postMessage(committer.facts)
    return committer
  } catch (error) {
    const failed: Started = { failed: error instanceof Error ? error.message : String(error) }
    port.postMessage(failed)
    return undefined
  }
}

const committer = start()

/** What arrived while the last transaction was being committed shares the next one. */
const arrived = (first: string): Command[] => {
  const commands: Command[] = []
  let message: string | undefined = first
  while (message !== undefined) {
    commands.push(...(JSON.parse(message) as Command[]))
    message = commands.length < COMMANDS_PER_COMMIT ? (receiveMessageOnPort(port)?.message as string) : undefined
  }
  return commands
}

port.on('message', (message: string) => {
  if (message === CLOSE || committer === undefined) {
    committer?.close()
    port.close()
    return
  }
  const commands = arrived(message)
  for (let from = 0; from < commands.length; from += COMMANDS_PER_COMMIT) {
    port.postMessage(JSON.stringify(committer.commit(commands.slice(from, from + COMMANDS_PER_COMMIT))))
  }
})
