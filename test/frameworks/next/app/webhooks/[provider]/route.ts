import { createPayments, type FetchHandler } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palomma } from '@polyrail/palomma'

const { env } = process

const open = async (): Promise<FetchHandler> => {
  const payments = await createPayments({
    journal: sqliteJournal({ path: env['JOURNAL'] ?? 'payments.db' }),
    providers: [
      palomma({
        apiKey: env['PALOMMA_API_KEY'] ?? '',
        integrityKey: env['PALOMMA_INTEGRITY_KEY'] ?? '',
        baseUrl: env['PALOMMA_URL'] ?? 'https://sandbox.api.palomma.com/v0',
      }),
    ],
  })
  return payments.webhooks.handler()
}

// Not before the first delivery: `next build` loads this file, too.
let opened: Promise<FetchHandler> | undefined

// What is signed are the bytes as they came: nothing reads the request before it is handed over.
export const POST = async (request: Request): Promise<Response> => {
  opened ??= open()
  // What could not be opened is tried again with the next delivery.
  opened.catch(() => (opened = undefined))
  return (await opened)(request)
}
