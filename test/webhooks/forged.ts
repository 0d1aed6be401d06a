import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { memoryJournal } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startSimulator } from '@polyrail/simulators'
import { paymentLink, virtualAccount } from '../support/commands.js'
import { openDatabase } from '../support/database.js'
import { temporaryFolder, type Folder } from '../support/folder.js'
import { FORGERIES, isGenuine } from './forgeries.js'
import { API_KEY, CALLBACK_TOKEN, INTEGRITY_KEY, openPlatform, startHooks } from './platform.js'
import { chances, seeded } from './seeded.js'
import type { Sent } from './signed.js'
import { asReceived, overSockets } from './sockets.js'

export interface ForgedReport {
  readonly deliveries: number
  /** Still the provider's own word after the change, so that they were not brought. */
  readonly genuine: number
  readonly overSockets: number
  readonly kinds: Readonly<Record<string, number>>
  /** Everything that was answered, and how often. */
  readonly answers: Readonly<Record<string, number>>
  readonly accepted: readonly string[]
  readonly thrown: readonly string[]
  /** Rows of the inbox after all of them, and after one genuine delivery at the end. */
  readonly rows: number
  readonly rowsAfterGenuine: number
  readonly fileBytes: { readonly before: number; readonly after: number }
  readonly rssMb: { readonly before: number; readonly after: number }
  readonly heapMb: { readonly before: number; readonly after: number }
  readonly usPerDelivery: { readonly mean: number; readonly p50: number; readonly p99: number }
}

/** Brings spoiled deliveries, and counts what the platform makes of them. */
export const runForged = async (
  count: number,
  { seed = 1 }: { readonly seed?: number } = {},
): Promise<ForgedReport> => {
  const genuineOnes = await capture()
  await using folder = await temporaryFolder()
  const path = folder.file('forged.db')
  const urls = { palomma: 'http://127.0.0.1:9', palladium: 'http://127.0.0.1:9' }
  await using payments = await openPlatform({ journal: sqliteJournal({ path }), urls, recovery: false })
  const chance = chances(seeded(seed))
  const names = Object.keys(FORGERIES)
  const kinds: Record<string, number> = {}
  const answers: Record<string, number> = {}
  const [accepted, thrown, times]: [string[], string[], number[]] = [[], [], []]
  let genuine = 0
  const forged = (kind: string) => {
    const sent = chance.pick(genuineOnes)
    const other = chance.pick(genuineOnes.filter((one) => one !== sent && one.provider === sent.provider))
    return FORGERIES[kind]?.({ sent, other, chance }) ?? sent
  }
  const bring = async (kind: string): Promise<void> => {
    const delivery = forged(kind)
    if (isGenuine(delivery)) return void (genuine += 1)
    kinds[kind] = (kinds[kind] ?? 0) + 1
    const startedAt = performance.now()
    try {
      const { status, outcome } = await payments.webhooks.receive(delivery)
      times.push((performance.now() - startedAt) * 1_000)
      answers[`${String(status)} ${outcome}`] = (answers[`${String(status)} ${outcome}`] ?? 0) + 1
      if (status === 200 || status === 503) accepted.push(`${kind}: ${String(status)} ${outcome}`)
    } catch (error) {
      thrown.push(`${kind}: ${String(error)}`)
    }
  }
  const brought = (): number => times.length + thrown.length
  let next = 0
  const bringUntil = async (limit: number): Promise<void> => {
    for (; brought() < limit; next += 1) await bring(names[next % names.length] as string)
  }
  // What is allocated once, for the first ones, is no growth.
  await bringUntil(Math.min(2_000, count / 2))
  const before = await sizes(folder)
  await bringUntil(count)
  const after = await sizes(folder)
  await using hooks = await startHooks(payments)
  const material = Array.from({ length: Math.min(2_000, Math.ceil(count / 20)) }, (_, index) => {
    const kind = names[index % names.length] as string
    return { kind, delivery: forged(kind) }
  }).filter(({ delivery }) => !isGenuine(asReceived(delivery)))
  const { open, sent } = await overSockets(hooks.port, material)
  accepted.push(...open)
  const { fileBytes } = await sizes(folder)
  const rows = rowsOf(path)
  const last = genuineOnes.find(({ provider }) => provider === 'palomma') as Sent
  await payments.webhooks.receive(last)
  times.sort((one, other) => one - other)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return {
    ...{ deliveries: brought(), genuine, overSockets: sent, kinds, answers, accepted, thrown },
    ...{ rows, rowsAfterGenuine: rowsOf(path) },
    fileBytes: { before: before.fileBytes, after: fileBytes },
    rssMb: { before: before.rssMb, after: after.rssMb },
    heapMb: { before: before.heapMb, after: after.heapMb },
    usPerDelivery: { mean: times.reduce((sum, one) => sum + one, 0) / times.length, p50: at(0.5), p99: at(0.99) },
  }
}

/** Real deliveries, as the simulators send them. */
const capture = async (): Promise<readonly Sent[]> => {
  const sink = createServer((request, response) => void request.resume().on('end', () => response.end()))
  await once(sink.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${String((sink.address() as AddressInfo).port)}/`
  await using palomma = await startSimulator('palomma', {
    apiKey: API_KEY,
    callbacks: { url, integrityKey: INTEGRITY_KEY },
  })
  await using palladium = await startSimulator('palladium', {
    ...{ apiKey: API_KEY, qaTiming: false },
    callbacks: { url, token: CALLBACK_TOKEN },
  })
  const urls = { palomma: palomma.url, palladium: palladium.url }
  await using payments = await openPlatform({ journal: memoryJournal(), urls, recovery: false })
  for (const reference of ['a', 'b', 'c', 'd']) {
    await payments.payins.create(paymentLink(reference))
    await payments.payins.create(virtualAccount(`va-${reference}`))
    palomma.actions.settle({ reference })
    palladium.actions.pay({ reference: `va-${reference}` })
  }
  await Promise.all([palomma.callbacks.idle(), palladium.callbacks.idle()])
  sink.closeAllConnections()
  sink.close()
  const told = { palomma: palomma.callbacks.delivered, palladium: palladium.callbacks.delivered }
  return (['palomma', 'palladium'] as const).flatMap((provider) =>
    told[provider].map(({ headers, body }) => ({
      ...{ provider, body: Buffer.from(body) },
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    })),
  )
}

const MB = 1_048_576

const sizes = async (folder: Folder) => {
  collect()
  const { rss, heapUsed } = process.memoryUsage()
  const files = await Promise.all(
    ['forged.db', 'forged.db-wal'].map((name) =>
      stat(folder.file(name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return { rssMb: rss / MB, heapMb: heapUsed / MB, fileBytes: files.reduce((sum, size) => sum + size, 0) }
}

/** The garbage is no growth. */
const collect = (): void => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
}

const rowsOf = (path: string): number => {
  const database = openDatabase(path)
  try {
    return Number(database.prepare('SELECT count(*) AS rows FROM delivery').get([])['rows'])
  } finally {
    database.close()
  }
}
