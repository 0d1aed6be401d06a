import { join } from 'node:path'
import { memoryJournal } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import type { Client } from '../clients/client.js'
import { nodeHttp } from '../clients/node-http.js'
import { openPolyrail, pay } from '../clients/polyrail.js'
import { stripe } from '../clients/stripe.js'
import { noJournal } from '../journal/no-journal.js'
import type { Assignment, ProfiledName } from '../settings.js'

let journals = 0

/** A path for a journal that nobody has used. */
export const newJournal = (folder: string): string => join(folder, `journal-${journals++}.db`)

/** Opens one of the clients; each has connections and a journal of its own. */
export const openClient = async (name: ProfiledName, { url, folder }: Assignment): Promise<Client> => {
  switch (name) {
    case 'http':
      return nodeHttp(url)
    case 'stripe':
      return stripe(url)
    case 'none':
    case 'memory':
    case 'blind': {
      const payments = await openPolyrail(url, name === 'none' ? noJournal() : memoryJournal())
      return { call: () => pay(payments, name === 'blind' ? 'blind' : 'seeing'), close: () => payments.close() }
    }
    case 'sqlite': {
      const payments = await openPolyrail(url, sqliteJournal({ path: newJournal(folder) }))
      return { call: () => pay(payments, 'seeing'), close: () => payments.close() }
    }
  }
}
