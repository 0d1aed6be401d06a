// Arms and never closes: nothing but the write itself keeps this process alive.
import { writeSync } from 'node:fs'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { intentFor } from '../samples.js'

const journal = sqliteJournal({ path: process.argv[2] ?? '' })

void journal
  .open()
  .then(() => journal.arm(intentFor('invoice-1')))
  .then(({ operation }) => writeSync(1, `${operation.state}\n`))
