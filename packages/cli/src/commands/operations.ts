import type { Operation, OperationStatus, Settlement } from '@polyrail/core'
import { CliError, type Values } from '../command.js'
import { historyLines, listLines, operationLines } from '../operations/show.js'
import { platformCommand, text, type Asked } from '../platform/command.js'
import { quarantineFields, quarantineLines } from '../platform/quarantine.js'
import type { Screen } from '../screen/screen.js'

const list = async ({ payments, quarantine, values, screen }: Asked): Promise<void> => {
  const status = text(values, 'status') ?? 'unknown'
  const provider = text(values, 'provider')
  const filter = status === 'all' ? {} : { status: status as OperationStatus }
  const theirs = payments.operations.list({ ...filter, ...(provider === undefined ? {} : { provider }) })
  if (values['json'] === true) {
    if (quarantine !== undefined && quarantine !== 'unheard') {
      screen.line(JSON.stringify(quarantineFields({ quarantine })))
    }
    for await (const operation of theirs) screen.line(JSON.stringify(operation))
    return
  }
  const found: Operation[] = []
  for await (const operation of theirs) found.push(operation)
  const what = status === 'all' ? '' : ` ${status}`
  for (const line of quarantineLines({ quarantine }, screen)) screen.line(line)
  for (const line of listLines(found, screen)) screen.line(line)
  screen.line(found.length === 0 ? `No${what} operations.` : `${String(found.length)}${what}.`)
}

const show = async ({ payments, quarantine, operands: [id = ''], values, screen }: Asked): Promise<void> => {
  const operation = await payments.operations.retrieve(id)
  if (operation === undefined) throw new CliError(`there is no operation ${id}`, { exitCode: 1 })
  const history = await payments.operations.history(id)
  if (values['json'] === true) {
    screen.line(JSON.stringify({ ...operation, history, ...quarantineFields({ quarantine }) }))
    return
  }
  for (const line of quarantineLines({ quarantine }, screen)) screen.line(line)
  for (const line of operationLines(operation, screen)) screen.line(line)
  screen.line()
  for (const line of historyLines(history, screen)) screen.line(line)
}

const resolve = async ({ payments, operands: [id = ''], values, screen }: Asked): Promise<void> =>
  told(await payments.operations.resolve(id), values, screen)

const settle = async ({ payments, operands: [id = ''], values, screen }: Asked): Promise<void> => {
  const providerId = text(values, 'provider-id')
  const settlement = {
    outcome: text(values, 'outcome'),
    evidence: text(values, 'evidence'),
    by: text(values, 'by'),
    ...(providerId === undefined ? {} : { providerId }),
  } as Settlement
  told(await payments.operations.settle(id, settlement), values, screen)
}

const release = async ({ payments, quarantine, values, screen }: Asked): Promise<void> => {
  if (quarantine === undefined) {
    throw new CliError('the journal is not in quarantine; there is nothing to release', { exitCode: 1 })
  }
  const [by = '', evidence = ''] = [text(values, 'by'), text(values, 'evidence')]
  await payments.operations.release({ by, evidence })
  if (values['json'] === true) {
    screen.line(JSON.stringify({ released: true, by, evidence, ...quarantineFields({ quarantine }) }))
    return
  }
  screen.line('Released, for all merchants. Processes that have the journal open refuse until they are started again.')
}

const told = (operation: Operation, values: Values, screen: Screen): void => {
  if (values['json'] === true) {
    screen.line(JSON.stringify(operation))
    return
  }
  for (const line of operationLines(operation, screen)) screen.line(line)
}

const ID = ['the id of an operation']

export const operations = platformCommand({
  name: 'operations',
  operands: 'list|show|resolve|settle|release [ID]',
  about: 'Look after operations whose outcome is unknown, and end a quarantine.',
  options: {
    mark: {
      type: 'string',
      placeholder: 'FILE',
      about: 'release: the mark of the journal, if the platform was not started since the journal was put back.',
    },
    merchant: { type: 'string', placeholder: 'NAME', about: 'Whose operations; "default" if absent.' },
    status: {
      type: 'string',
      placeholder: 'STATUS',
      about: 'list: those of this status, "all" for all; unknown if absent.',
    },
    provider: { type: 'string', placeholder: 'NAME', about: 'list: those at this account.' },
    outcome: { type: 'string', placeholder: 'WHAT', about: 'settle: succeeded or not_executed.' },
    'provider-id': {
      type: 'string',
      placeholder: 'ID',
      about: 'settle: what the provider calls it, where it was found.',
    },
    evidence: {
      type: 'string',
      placeholder: 'TEXT',
      about: 'settle, release: what shows it, such as a line of a statement.',
    },
    by: { type: 'string', placeholder: 'NAME', about: 'settle, release: who decides.' },
  },
  verbs: {
    list: { options: ['status', 'provider'], run: list },
    show: { operands: ID, run: show },
    resolve: { operands: ID, asks: 'it asks the provider', run: resolve },
    settle: { operands: ID, options: ['outcome', 'provider-id', 'evidence', 'by'], run: settle },
    release: {
      options: ['mark', 'evidence', 'by'],
      requires: { by: 'the name of who decides', evidence: 'what was compared' },
      run: release,
    },
  },
})
