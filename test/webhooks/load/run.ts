import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Journal } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startSimulator } from '@polyrail/simulators'
import { paymentLink } from '../../support/commands.js'
import { openDatabase } from '../../support/database.js'
import { temporaryFolder } from '../../support/folder.js'
import { API_KEY, openPlatform } from '../platform.js'
import type { Received, ReceiverJob, SenderJob, SentReport } from './messages.js'
import { targetsFor, type LoadOptions, type Target } from './plan.js'

export interface LoadReport {
  readonly options: LoadOptions
  readonly payins: number
  readonly sent: SentReport
  readonly received: Omit<Received, 'told'>
  readonly journalMb: number
  /** Of the inbox. */
  readonly rows: number
  readonly done: number
  readonly triedOnce: number
  readonly events: number
  /** Must be empty. */
  readonly problems: readonly string[]
}

const DAY = 24 * 60 * 60_000
const MB = 1_048_576

/** Callbacks at a constant rate, by a process of its own, into a platform that is a process of its own. */
export const runLoad = async (options: LoadOptions): Promise<LoadReport> => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator('palomma', { apiKey: API_KEY })
  const [path, url] = [folder.file('load.db'), simulator.url]
  const { targets, template } = await createTargets({ path, url, count: targetsFor(options) })
  const job: ReceiverJob = { journal: path, url, profile: options.profile === true }
  const receiver = begin('receiver', job)
  const { port } = await next<{ readonly port: number }>(receiver)
  const sender = begin('sender')
  const url1 = `http://127.0.0.1:${String(port)}/hooks/palomma`
  sender.send({ url: url1, options, targets, template } satisfies SenderJob)
  const sent = await next<SentReport>(sender)
  receiver.send({ callbacks: sent.callbacks })
  const { told, ...received } = await next<Received>(receiver)
  const journalMb = (await sizeOf(path)) / MB
  await once(receiver, 'close')
  const journal = sqliteJournal({ path })
  await journal.open()
  try {
    const inbox = inboxIn(path)
    const problems = [...wrongIn(inbox, targets.length * 2), ...(await wrongWith(journal, targets, told))]
    const events = Object.values(told).reduce((sum, one) => sum + one, 0)
    return { options, payins: targets.length, sent, received, journalMb, ...inbox, events, problems }
  } finally {
    await journal.close()
  }
}

const PROGRAMS = {
  receiver: new URL('receiver.ts', import.meta.url),
  sender: new URL('sender.ts', import.meta.url),
} as const

const begin = (program: keyof typeof PROGRAMS, job: unknown = {}): ChildProcess =>
  fork(fileURLToPath(PROGRAMS[program]), [JSON.stringify(job)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

const next = async <T>(child: ChildProcess): Promise<T> => {
  const ended = once(child, 'close').then(([code]) => Promise.reject(new Error(`a process ended with ${String(code)}`)))
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
  return message
}

interface Place {
  readonly path: string
  readonly url: string
  readonly count: number
}

const createTargets = async ({ path, url, count }: Place): Promise<Pick<SenderJob, 'targets' | 'template'>> => {
  const journal = sqliteJournal({ path })
  await using payments = await openPlatform({ journal, recovery: false, urls: { palomma: url, palladium: url } })
  const left = Array.from({ length: count }, (_, index) => `load-${String(index)}`)
  const targets: Target[] = []
  let template: object = {}
  const work = async (): Promise<void> => {
    for (let reference = left.shift(); reference !== undefined; reference = left.shift()) {
      const { id, operationId: operation, providerId = '', raw } = await payments.payins.create(paymentLink(reference))
      template = raw as object
      targets.push({ id, operation, providerId, reference })
      // It is the callbacks that are measured, and not our questions.
      const { version = 0 } = (await journal.operation('default', operation)) ?? {}
      await journal.postpone({ merchant: 'default', id: operation, version, inMs: 30 * DAY })
    }
  }
  await Promise.all(Array.from({ length: 32 }, work))
  return { targets, template }
}

const sizeOf = async (path: string): Promise<number> => {
  const sizes = await Promise.all(
    [path, `${path}-wal`].map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

type Inbox = Pick<LoadReport, 'rows' | 'done' | 'triedOnce'>

const inboxIn = (path: string): Inbox => {
  const database = openDatabase(path)
  const count = (where: string): number =>
    Number(database.prepare(`SELECT count(*) AS rows FROM delivery WHERE ${where}`).get([])['rows'])
  try {
    return { rows: count('true'), done: count("state = 'DONE' AND why = 'applied'"), triedOnce: count('tries = 1') }
  } finally {
    database.close()
  }
}

const wrongIn = ({ rows, done }: Inbox, distinct: number): readonly string[] => [
  ...(rows === distinct ? [] : [`${String(distinct)} different deliveries, and ${String(rows)} in the inbox`]),
  ...(done === rows ? [] : [`${String(rows - done)} deliveries were not applied`]),
]

const wrongWith = async (
  journal: Journal,
  targets: readonly Target[],
  told: Readonly<Record<string, number>>,
): Promise<readonly string[]> => {
  const problems = Object.entries(told).flatMap(([name, times]) =>
    times === 1 ? [] : [`${name} told ${String(times)} times`],
  )
  for (const { id, operation } of targets) {
    const { status } = (await journal.object({ merchant: 'default', type: 'payin', id })) ?? {}
    if (status !== 'succeeded') problems.push(`${id} is ${status ?? 'gone'}`)
    const changes = (await journal.history('default', operation)).filter(({ cause }) => cause === 'notified')
    const ends = changes.filter(({ to }) => to === 'SUCCEEDED').length
    if (ends !== 1 || changes.length > 2) problems.push(`${id} was changed ${String(changes.length)} times`)
    if (told[`${id} payin.succeeded`] !== 1) problems.push(`${id} succeeded and nobody was told`)
    if (changes.length === 2 && told[`${id} payin.processing`] !== 1) problems.push(`${id} was processed untold`)
  }
  return problems
}
