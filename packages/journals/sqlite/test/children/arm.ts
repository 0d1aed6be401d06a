// Arms references until it is told to stop or there are no more, and prints each one that the journal acknowledged.
import { writeSync } from 'node:fs'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { intentFor } from '../samples.js'

const [path = '', name = '', count = '', shared = ''] = process.argv.slice(2)
const journal = sqliteJournal({ path, busyTimeoutMs: 20_000 })

const armOne = async (index: number) => {
  const reference = shared === '' ? `${name}-${index}` : `shared-${index % Number(shared)}`
  const id = `operation-${name}-${index}`
  const { armed } = await journal.arm(intentFor(reference, { id, owner: name }))
  if (armed) writeSync(1, `${reference}\n`)
}

const main = async () => {
  await journal.open()
  for (let index = 0; index < Number(count); index += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, offset) => armOne(index + offset)))
  }
  await journal.close()
}

void main()
