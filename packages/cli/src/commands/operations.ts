import type { Operation, OperationStatus, Payments, PaymentError, Settlement } from '@polyrail/core'
import { CliError, usageError, type Command, type Values } from '../command.js'
import { opened } from '../operations/open.js'
import { historyLines, listLines, operationLines } from '../operations/show.js'
import type { Screen } from '../screen/screen.js'

const VERBS = ['list', 'show', 'resolve', 'settle'] as const
type Verb = (typeof VERBS)[number]

export const operations: Command = {
  name: 'operations',
  operands: 'list|show|resolve|settle [ID]',
  about: 'Look after operations whose outcome is unknown.',
  options: {
    journal: { type: 'string', placeholder: 'FILE', about: 'The SQLite journal of the platform.' },
    config: {
      type: 'string',
      placeholder: 'FILE',
      about:
        'Or a module whose default export gives the options of createPayments, or a Payments. To resolve, and for keys.',
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
    evidence: { type: 'string', placeholder: 'TEXT', about: 'settle: what shows it, such as a line of a statement.' },
    by: { type: 'string', placeholder: 'NAME', about: 'settle: who decides.' },
    json: { type: 'boolean', about: 'One JSON object per line, for programs.' },
  },
  run: async (values, screen, operands) => {
    const { verb, id } = wanted(operands)
    if (verb === 'resolve' && text(values, 'config') === undefined) {
      throw usageError('operations resolve asks the provider, so it needs --config with the accounts')
    }
    await using payments = await opened({ journal: text(values, 'journal'), config: text(values, 'config') })
    const merchant = text(values, 'merchant')
    const theirs = merchant === undefined ? payments : payments.for(merchant)
    try {
      await RUN[verb](theirs, { id, values, screen })
      return 0
    } catch (error) {
      if (!isPaymentError(error)) throw error
      throw new CliError(error.message, { exitCode: 1, cause: error })
    }
  },
}

interface Asked {
  readonly id: string
  readonly values: Values
  readonly screen: Screen
}

const wanted = ([verb, id, ...more]: readonly string[]): { readonly verb: Verb; readonly id: string } => {
  const known = VERBS.find((name) => name === verb)
  if (known === undefined) throw usageError(`operations: expected one of ${VERBS.join(', ')}`)
  const takes = known === 'list' ? 0 : 1
  if (more.length > 0 || (takes === 0 && id !== undefined)) throw usageError(`operations ${known}: too many arguments`)
  if (takes === 1 && id === undefined) throw usageError(`operations ${known}: expected the id of an operation`)
  return { verb: known, id: id ?? '' }
}

const list = async ({ operations: theirs }: Payments, { values, screen }: Asked): Promise<void> => {
  const status = text(values, 'status') ?? 'unknown'
  const provider = text(values, 'provider')
  const found: Operation[] = []
  const filter = status === 'all' ? {} : { status: status as OperationStatus }
  for await (const operation of theirs.list({ ...filter, ...(provider === undefined ? {} : { provider }) })) {
    if (values['json'] === true) screen.line(JSON.stringify(operation))
    else found.push(operation)
  }
  if (values['json'] === true) return
  const what = status === 'all' ? '' : ` ${status}`
  for (const line of listLines(found, screen)) screen.line(line)
  screen.line(found.length === 0 ? `No${what} operations.` : `${String(found.length)}${what}.`)
}

const show = async ({ operations: theirs }: Payments, { id, values, screen }: Asked): Promise<void> => {
  const operation = await theirs.retrieve(id)
  if (operation === undefined) throw new CliError(`there is no operation ${id}`, { exitCode: 1 })
  const history = await theirs.history(id)
  if (values['json'] === true) { screen.line(JSON.stringify({ ...operation, history })); return; }
  for (const line of operationLines(operation, screen)) screen.line(line)
  screen.line()
  for (const line of historyLines(history, screen)) screen.line(line)
}

const resolve = async ({ operations: theirs }: Payments, { id, values, screen }: Asked): Promise<void> =>
  told(await theirs.resolve(id), values, screen)

const settle = async ({ operations: theirs }: Payments, { id, values, screen }: Asked): Promise<void> => {
  const providerId = text(values, 'provider-id')
  const settlement = {
    outcome: text(values, 'outcome'),
    evidence: text(values, 'evidence'),
    by: text(values, 'by'),
    ...(providerId === undefined ? {} : { providerId }),
  } as Settlement
  told(await theirs.settle(id, settlement), values, screen)
}

const RUN: Readonly<Record<Verb, (payments: Payments, asked: Asked) => Promise<void>>> = { list, show, resolve, settle }

const told = (operation: Operation, values: Values, screen: Screen): void => {
  if (values['json'] === true) return screen.line(JSON.stringify(operation))
  for (const line of operationLines(operation, screen)) screen.line(line)
}

const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

// By its form: the module of --config may have a copy of core of its own.
const isPaymentError = (error: unknown): error is PaymentError =>
  error instanceof Error && 'retryable' in error && 'code' in error
