import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPayments, type Payin, type Payments, type Webhook, type WebhookReceipt } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palomma } from '@polyrail/palomma'
import { startSimulator, type PalommaSimulator } from '@polyrail/simulators'

const API_KEY = 'key-of-the-tests'
const INTEGRITY_KEY = 'integrity-key-of-the-tests'
// Inside of the package, so that the configuration finds the packages that it imports.
const HERE = new URL('../..', import.meta.url).pathname

/** A platform's files with one provider; it is opened for each use, as a process of its own would. */
export interface Platform extends AsyncDisposable {
  readonly folder: string
  readonly journal: string
  readonly config: string
  readonly links: PalommaSimulator
  within<T>(use: (payments: Payments) => Promise<T>): Promise<T>
}

export const startPlatform = async ({ markPath }: { readonly markPath?: string } = {}): Promise<Platform> => {
  const folder = mkdtempSync(join(HERE, '.platform-'))
  const journal = join(folder, 'payments.db')
  const config = join(folder, 'payments.config.mjs')
  const links = await startSimulator('palomma', { apiKey: API_KEY })
  const where = { path: journal, ...(markPath === undefined ? {} : { markPath: join(folder, markPath) }) }
  const account = { baseUrl: links.url, apiKey: API_KEY, integrityKey: INTEGRITY_KEY }
  writeFileSync(
    config,
    `import { palomma } from '@polyrail/palomma'
     import { sqliteJournal } from '@polyrail/journal-sqlite'
     export default {
       journal: sqliteJournal(${JSON.stringify(where)}),
       providers: [palomma(${JSON.stringify(account)})],
     }`,
  )
  return {
    ...{ folder, journal, config, links },
    within: async (use) => {
      const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
      await using payments = await createPayments({
        ...{ journal: sqliteJournal(where), recovery: false, logger },
        providers: [palomma(account)],
      })
      return await use(payments)
    },
    [Symbol.asyncDispose]: async () => {
      await links.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const nothing = (): void => undefined

export const createLink = (payments: Payments, reference: string): Promise<Payin> =>
  payments.payins.create({
    provider: 'palomma',
    reference,
    amount: { amount: '84000', currency: 'COP' },
    method: { type: 'payment_link' },
    customer: {
      name: 'Laura Gómez',
      email: 'laura@example.com',
      phone: '3005550142',
      document: { type: 'cc', number: '52834410' },
    },
    redirectUrl: 'https://shop.example.com/return',
  })

/** As the provider would send it, signed. */
export const deliver = ({ webhooks }: Payments, said: object): Promise<WebhookReceipt> => {
  const body = Buffer.from(JSON.stringify(said))
  const encoded = body.toString('base64')
  const signature = createHmac('sha256', INTEGRITY_KEY).update(encoded).digest('hex')
  const headers = { 'x-encoded-data': encoded, 'x-signature': signature }
  return webhooks.receive({ provider: 'palomma', headers, body })
}

export const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries === 1_000) throw new Error('It has not come to pass')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export const storedIn = async ({ webhooks }: Payments): Promise<readonly Webhook[]> => {
  const found: Webhook[] = []
  for await (const webhook of webhooks.list()) found.push(webhook)
  return found
}

/** What a program reads: one object per line. */
export const objectsIn = (stdout: string): readonly unknown[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown)
