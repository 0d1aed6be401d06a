import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { openPlatform, startHooks } from '../webhooks/platform.js'
import { mailClock } from './mail-clock.js'
import { SUBSCRIBER, type MailJob, type ToldLine } from './mail-job.js'
import { brokenMail, killerAt, suicidalMail } from './mail-points.js'

// A merchant's process: it takes deliveries over HTTP, tells its ledger, and is killed at some moment.

const { journal: path, url, file, began, suicide, policy } = JSON.parse(process.argv[2] ?? '') as MailJob
const clock = mailClock(began)
const at = killerAt(suicide)
const plain = sqliteJournal({ path, clock })
const journal = suicidalMail(policy === undefined ? plain : brokenMail(plain, policy), at)

const payments = await openPlatform({
  ...{ journal, clock, recovery: { everyMs: 100 } },
  urls: { palomma: url, palladium: url },
})
const hooks = await startHooks(payments)
const ledger = openSync(file, 'a')
await payments.events.subscribe(
  async (event) => {
    await at('before a subscriber is told')
    const line: ToldLine = { id: event.id, type: event.type, object: event.object.id }
    writeSync(ledger, `${JSON.stringify(line)}\n`)
    fsyncSync(ledger)
    await at('after a subscriber was told')
  },
  { name: SUBSCRIBER, everyMs: 5 },
)
process.on('exit', () => closeSync(ledger))
process.send?.({ port: hooks.port })
// It goes on until the end comes.
await new Promise(() => setInterval(() => undefined, 1_000))
