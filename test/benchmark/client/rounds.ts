import { sqliteJournal } from '@polyrail/journal-sqlite'
import { openPolyrail, pay } from '../clients/polyrail.js'
import { BareCommits } from '../journal/bare-commits.js'
import { CLIENT_NAMES, type Assignment, type ClientName } from '../settings.js'
import { newJournal, openClient } from './contestants.js'
import { runSlice, type Load, type Slice } from './slice.js'

/** A slice of node:http and one of a client right before or after it. */
interface Pair {
  readonly http: Slice
  readonly client: Slice
}

/** One round: every client once. */
export interface Round {
  readonly pairs: Readonly<Record<ClientName, Pair>>
  readonly bareCommits: Slice
  readonly commandsPerCommit: number
  readonly commitsPerSecond: number
}

/** The rounds at one concurrency, all clients in this process; the order of each pair turns from round to round. */
export const runRounds = async (
  assignment: Assignment,
  { concurrency, commits }: { readonly concurrency: number; readonly commits: () => number },
): Promise<readonly Round[]> => {
  const { settings } = assignment
  const http = await openClient('http', assignment)
  const clients = await Promise.all(
    CLIENT_NAMES.map(async (name) => ({ name, client: await openClient(name, assignment) })),
  )
  const bareCommits = await openBareCommits(assignment)
  const load: Load = { concurrency, ...settings.slice }
  const rounds: Round[] = []
  await runSlice(http.call, { concurrency, ...settings.warmUp })
  for (const { client } of clients) await runSlice(client.call, { concurrency, ...settings.warmUp })
  for (let round = 0; round < settings.rounds; round += 1) {
    const pairs: [ClientName, Pair][] = []
    let committed = 0
    for (const { name, client } of round % 2 === 0 ? clients : clients.toReversed()) {
      const before = commits()
      pairs.push([name, await runPair(load, { http: http.call, client: client.call, clientFirst: round % 2 === 1 })])
      committed += commits() - before
    }
    const paired = Object.fromEntries(pairs) as Record<ClientName, Pair>
    const { calls, wallMs } = paired.sqlite.client
    const commandsPerCommit = (calls * 2) / committed
    rounds.push({
      pairs: paired,
      bareCommits: bareCommits.runSlice(commandsPerCommit, settings.slice),
      commandsPerCommit,
      commitsPerSecond: (committed * 1000) / wallMs,
    })
  }
  bareCommits.close()
  await Promise.all([http, ...clients.map(({ client }) => client)].map(async (client) => client.close()))
  return rounds
}

const runPair = async (
  load: Load,
  { http, client, clientFirst }: { http: () => Promise<void>; client: () => Promise<void>; clientFirst: boolean },
): Promise<Pair> => {
  const first = await runSlice(clientFirst ? client : http, load)
  const second = await runSlice(clientFirst ? http : client, load)
  return clientFirst ? { http: second, client: first } : { http: first, client: second }
}

const openBareCommits = async ({ url, folder }: Assignment): Promise<BareCommits> => {
  const path = newJournal(folder)
  const payments = await openPolyrail(url, sqliteJournal({ path }))
  await pay(payments, 'seeing')
  await payments.close()
  return new BareCommits(path)
}
