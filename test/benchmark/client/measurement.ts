import { median, quantile, spreadOf, type Spread } from '../figures.js'
import { CLIENT_NAMES, type ClientName } from '../settings.js'
import type { Round } from './rounds.js'
import type { Slice } from './slice.js'

export interface Figures {
  readonly cpuUsPerCall: number
  readonly callsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** The client's figure divided by that of node:http beside it. */
interface Ratios {
  readonly cpu: Spread
  readonly callsPerSecond: Spread
}

interface JournalFigures {
  readonly bareCommits: Figures
  readonly commandsPerCommit: number
  readonly commitsPerSecond: number
  /** What the SQLite journal adds to a call on the memory journal, by the CPU time of the bare commits of a call. */
  readonly addedToMemory: Spread
  /** The same above a call on no journal: the memory journal takes its time too. */
  readonly addedToNone: Spread
}

export interface Measurement {
  readonly concurrency: number
  readonly http: Figures
  readonly clients: Readonly<Record<ClientName, Figures & { readonly ratios: Ratios }>>
  readonly journal: JournalFigures
}

export const measurementOf = (concurrency: number, rounds: readonly Round[]): Measurement => {
  const clients = CLIENT_NAMES.map((name) => {
    const pairs = rounds.map((round) => round.pairs[name])
    const ratios: Ratios = {
      cpu: spreadOf(pairs.map(({ http, client }) => cpuPerCall(client) / cpuPerCall(http))),
      callsPerSecond: spreadOf(pairs.map(({ http, client }) => perSecond(client) / perSecond(http))),
    }
    return [name, { ...figuresOf(pairs.map(({ client }) => client)), ratios }] as const
  })
  return {
    concurrency,
    http: figuresOf(rounds.flatMap(({ pairs }) => Object.values(pairs).map(({ http }) => http))),
    clients: Object.fromEntries(clients) as Measurement['clients'],
    journal: journalFiguresOf(rounds),
  }
}

const journalFiguresOf = (rounds: readonly Round[]): JournalFigures => {
  const addedTo = (name: ClientName): Spread =>
    spreadOf(
      rounds.map(({ pairs, bareCommits }) => {
        const added = cpuPerCall(pairs.sqlite.client) - cpuPerCall(pairs[name].client)
        return added / cpuPerCall(bareCommits)
      }),
    )
  const bare = rounds.map(({ bareCommits }) => bareCommits)
  return {
    bareCommits: figuresOf(bare),
    commandsPerCommit: median(rounds.map(({ commandsPerCommit }) => commandsPerCommit)),
    commitsPerSecond: median(rounds.map(({ commitsPerSecond }) => commitsPerSecond)),
    addedToMemory: addedTo('memory'),
    addedToNone: addedTo('none'),
  }
}

const figuresOf = (slices: readonly Slice[]): Figures => {
  const latencies = slices.flatMap(({ latenciesMs }) => latenciesMs)
  return {
    cpuUsPerCall: median(slices.map(cpuPerCall)),
    callsPerSecond: median(slices.map(perSecond)),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  }
}

const cpuPerCall = ({ cpuUs, calls }: Slice): number => cpuUs / calls
const perSecond = ({ calls, wallMs }: Slice): number => (calls * 1000) / wallMs
