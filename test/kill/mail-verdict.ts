import { readFile } from 'node:fs/promises'
import { brokenAt, type Journal } from '@polyrail/core'
import { openDatabase } from '../support/database.js'
import type { ToldLine } from './mail-job.js'

/** A payin of which the provider has told everything. */
export interface Payin {
  readonly id: string
  readonly operation: string
  readonly reference: string
}

/** What became of the deliveries and the events. Lists must be empty. */
export interface MailVerdict {
  readonly acknowledged: number
  readonly told: number
  /** Told more than once, which is allowed. */
  readonly toldAgain: number
  /** Acknowledged, and not in the inbox, or not applied. */
  readonly lost: readonly string[]
  /** In the inbox more than once, or with two transitions of one status. */
  readonly twice: readonly string[]
  readonly unfinished: readonly string[]
  readonly notPaid: readonly string[]
  readonly brokenHistories: readonly string[]
  readonly untold: readonly string[]
  readonly outOfOrder: readonly string[]
  readonly tornLines: readonly string[]
}

interface Facts {
  readonly journal: Journal
  readonly path: string
  readonly file: string
  readonly payins: readonly Payin[]
  /** By the provider's id of the delivery. */
  readonly acknowledged: ReadonlySet<string>
}

interface Row {
  readonly state: string
  readonly why: string | null
}

export const judgeMail = async ({ journal, path, file, payins, acknowledged }: Facts): Promise<MailVerdict> => {
  const rows = rowsIn(path)
  const lost: string[] = []
  const twice: string[] = []
  for (const id of acknowledged) if (rows.get(id) === undefined) lost.push(`${id} is not there`)
  for (const [id, found] of rows) if (found.length > 1) twice.push(`${id} was kept ${String(found.length)} times`)
  const unfinished = [...rows]
    .filter(([, found]) => found.some(({ state }) => state !== 'DONE'))
    .map(([id, [row]]) => `${id} ${row?.state ?? ''} ${row?.why ?? ''}`)
  const { lines, tornLines } = await linesIn(file)
  const [notPaid, brokenHistories, untold, outOfOrder]: [string[], string[], string[], string[]] = [[], [], [], []]
  for (const { id, operation, reference } of payins) {
    const history = await journal.history('default', operation)
    const now = await journal.operation('default', operation)
    if (now === undefined || brokenAt(now, history) !== undefined) brokenHistories.push(reference)
    const notified = history.filter(({ cause }) => cause === 'notified').map(({ from = '', to }) => `${from} ${to}`)
    if (new Set(notified).size < notified.length) twice.push(`${reference}: ${notified.join(', ')}`)
    const { status } = (await journal.object({ merchant: 'default', type: 'payin', id })) ?? {}
    if (status !== 'succeeded') notPaid.push(`${reference} is ${status ?? 'gone'}`)
    const heard = distinct(lines.filter(({ object }) => object === id))
    // The order of the journal is in the ids.
    if (heard.some((line, index) => seqOf(line) < seqOf(heard[index - 1] ?? line))) outOfOrder.push(reference)
    const processed = notified.includes('PENDING PENDING') ? ['payin.processing'] : []
    const expected = ['payin.pending', ...processed, 'payin.succeeded'].join()
    const told = heard.map(({ type }) => type).join()
    if (told !== expected) untold.push(`${reference} was told ${told === '' ? 'nothing' : told}`)
  }
  const total = distinct(lines).length
  return {
    ...{ acknowledged: acknowledged.size, told: total, toldAgain: lines.length - total },
    ...{ lost, twice, unfinished, notPaid, brokenHistories, untold, outOfOrder, tornLines },
  }
}

const seqOf = ({ id }: ToldLine): string => id.slice(-12)

/** The first of each, in the order of the file. */
const distinct = (lines: readonly ToldLine[]): readonly ToldLine[] => {
  const seen = new Set<string>()
  return lines.filter(({ id }) => !seen.has(id) && seen.add(id))
}

const linesIn = async (file: string): Promise<{ lines: readonly ToldLine[]; tornLines: readonly string[] }> => {
  const tornLines: string[] = []
  const lines = (await readFile(file, 'utf8')).split('\n').flatMap((text): ToldLine[] => {
    if (text === '') return []
    try {
      return [JSON.parse(text) as ToldLine]
    } catch {
      tornLines.push(text)
      return []
    }
  })
  return { lines, tornLines }
}

/** What the inbox holds, by the provider's id of the delivery. */
const rowsIn = (path: string): ReadonlyMap<string, readonly Row[]> => {
  const database = openDatabase(path)
  try {
    const { all } = database
      .prepare(
        "SELECT json_group_array(json_object('state', state, 'why', why, 'payload', payload)) AS [all] FROM delivery",
      )
      .get([])
    const rows = new Map<string, Row[]>()
    for (const { payload, ...row } of JSON.parse(String(all)) as (Row & { readonly payload: string })[]) {
      const { webhookId } = JSON.parse(payload) as { readonly webhookId: string }
      rows.set(webhookId, [...(rows.get(webhookId) ?? []), row])
    }
    return rows
  } finally {
    database.close()
  }
}
