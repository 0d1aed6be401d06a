// Fills its disk by a limit on the size of files, which Linux enforces as it does a full disk: the write fails.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync, writeSync } from 'node:fs'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { intentFor, outcomeOf } from '../samples.js'

const path = process.argv[2] ?? ''
const journal = sqliteJournal({ path })

const limitFiles = (bytes: number | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`])

const print = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`)

const REFUSALS = /nothing was stored|the outcome is kept aside|the outcome is not stored/

/** The end of the message of a rejection, without the name of the side file. */
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => REFUSALS.exec(String(error))?.[0],
  )

const main = async () => {
  await journal.open()
  const { operation: first } = await journal.arm(intentFor('invoice-1'))
  const { operation: second } = await journal.arm(intentFor('invoice-2'))
  const aside = () => existsSync(`${path}.outcomes`)

  limitFiles(statSync(`${path}-wal`).size)
  const arm = await refusal(journal.arm(intentFor('invoice-3')))
  const record = await refusal(journal.record(outcomeOf(first, 'SUCCEEDED')))
  print({ step: 'full', arm, record, aside: aside() })

  const again = await refusal(journal.arm(intentFor('invoice-3')))
  const armed = (await journal.operation('default', 'operation-invoice-3')) ?? null
  print({ step: 'still full', arm: again, sending: (await journal.findOperation(first))?.state, armed })

  limitFiles(0)
  const refused = await refusal(journal.arm(intentFor('invoice-3')))
  print({
    step: 'nothing can be written',
    arm: refused,
    record: await refusal(journal.record(outcomeOf(second, 'DECLINED'))),
  })

  limitFiles('unlimited')
  const third = await journal.arm(intentFor('invoice-3'))
  const states = await Promise.all([first, second].map((operation) => journal.findOperation(operation)))
  print({ step: 'room again', armed: third.armed, first: states[0]?.state, second: states[1]?.state, aside: aside() })

  const { operation } = await journal.record(outcomeOf(second, 'DECLINED'))
  print({ step: 'recorded', second: operation.state })
  await journal.close()
}

void main()
