import type { Endpoint } from '../adapter/endpoint.js'
import { ProviderUnavailableError, ValidationError } from '../errors/errors.js'
import type { CreatePayout, PayoutDestination } from '../contract/payout.js'
import type { ProviderClient } from '../engine/client.js'
import { Blocked, type Beginning } from '../engine/plan.js'
import { inQuarantine } from '../engine/quarantine.js'
import type { OperationRecord } from '../journal/port.js'
import { ownFields } from '../schema/own.js'
import { isRecord } from './check.js'
import { reading } from './reading.js'
import type { Scope } from './scope.js'

// Payouts at providers that cannot be asked afterwards: what is done before one is sent, so that few end unknown, and
// none is sent twice because somebody took a new reference for it.

type Placed = Pick<CreatePayout, 'amount' | 'destination'>

/**
 * What stands before a payout: one of the amount to the recipient that nobody can be asked about, at whatever account.
 * And where this one's lost answer could not be asked about either, it stands in the way of others.
 */
export const protection = async (
  scope: Scope,
  client: ProviderClient,
  command: CreatePayout,
): Promise<Pick<Beginning, 'lanes' | 'acknowledged' | 'beforeSend'>> => {
  const acknowledged = await acknowledgedBy(scope, command)
  const lanes = recipientLanes(scope, command)
  const obstacle = await unresolvedIn(scope, lanes, [...acknowledged, command.reference])
  if (obstacle !== undefined) throw new Blocked(obstacle)
  const definitions = client.account.definition.payouts as
    Readonly<Record<string, { readonly sends?: Endpoint }>> | undefined
  if (!isBlind(client, definitions?.[command.destination.type] ?? {})) return {}
  await expectRoom(scope, client)
  return { lanes, acknowledged, beforeSend: () => expectRoom(scope, client) }
}

const UNKNOWN = ['UNKNOWN', 'MANUAL'] as const
const UNRESOLVED = ['SENDING', ...UNKNOWN] as const
const PAGE = 200

/** Another operation that holds one of the lanes, unless its id or reference is among those known. */
const unresolvedIn = async (
  { journal, merchant }: Scope,
  lanes: readonly string[],
  known: readonly string[],
): Promise<OperationRecord | undefined> => {
  let after: string | undefined
  do {
    const query = { merchant, states: UNRESOLVED, kinds: MOVES_OUT, limit: PAGE }
    const page = await reading(() => journal.operations({ ...query, ...(after === undefined ? {} : { after }) }))
    const found = page.items.find(
      (operation) =>
        operation.lanes.some((lane) => lanes.includes(lane)) &&
        !known.includes(operation.id) &&
        !known.includes(operation.reference),
    )
    if (found !== undefined) return ownFields(found)
    after = page.after
  } while (after !== undefined)
  return undefined
}

/** Whether nobody could ask about a lost answer. `sends` is absent where the adapter does not say what it calls. */
const isBlind = (client: ProviderClient, { sends }: { readonly sends?: Endpoint }): boolean =>
  sends === undefined ? (client.account.definition.lookups ?? []).length === 0 : client.isBlind(sends)

/** One unresolved payout of an amount to a recipient, by each of the names that tell who that is. */
const recipientLanes = ({ fingerprint }: Scope, { amount, destination }: Placed): readonly string[] =>
  namesOf(destination).map((name) => `payout ${fingerprint([amount, destination.type, name])}`)

const namesOf = (destination: PayoutDestination): readonly (readonly string[])[] => {
  if (destination.type === 'saved') return [[destination.target]]
  if (destination.type === 'bank_account') {
    return [[destination.bankCode, destination.accountNumber.replace(/[^0-9A-Za-z]/g, '')]]
  }
  const { userName, phoneNumber, referenceId } = destination
  return Object.entries({ userName, phoneNumber, referenceId }).flatMap(([field, name]) =>
    name === undefined ? [] : [[field, name]],
  )
}

/**
 * Throws where the account has too many payouts already of which nobody knows, or the journal was lost. Those under way
 * at the same moment are not counted.
 */
const expectRoom = async (scope: Scope, client: ProviderClient): Promise<void> => {
  const { journal, quarantine } = scope
  const { name } = client.account
  const strange = quarantine()
  if (strange !== undefined) {
    throw inQuarantine(strange, `payouts may have been made at ${name} that it does not remember`, { provider: name })
  }
  const most = client.limits.unresolved
  let unresolved = 0
  let after: string | undefined
  do {
    const query = { provider: name, states: UNKNOWN, kinds: MOVES_OUT, limit: PAGE }
    const page = await reading(() => journal.operations({ ...query, ...(after === undefined ? {} : { after }) }))
    unresolved += page.items.filter(({ step }) => isBlindStep(client, step)).length
    after = page.after
  } while (after !== undefined && unresolved < most)
  if (unresolved < most) return
  throw new ProviderUnavailableError(
    `Nobody knows what became of ${String(most)} payouts at ${name} or more, so it gets no further ones until ` +
      'some are settled; nothing was sent',
    { provider: name },
  )
}

const MOVES_OUT = ['payout.create', 'refund.create'] as const

const isBlindStep = ({ account }: ProviderClient, step: string): boolean =>
  !(account.definition.lookups ?? []).some(({ endpoint }) => endpoint.name === step)

const MOST_ACKNOWLEDGED = 100

/**
 * The operations that a command knows of and goes on all the same: the one it names, and those that one has named.
 * Throws `ValidationError` for one that does not exist.
 */
const acknowledgedBy = async (
  { journal, merchant }: Scope,
  { acknowledgeUnresolved }: Pick<CreatePayout, 'acknowledgeUnresolved'>,
): Promise<readonly string[]> => {
  const known: string[] = []
  let next = acknowledgeUnresolved
  while (next !== undefined && known.length < MOST_ACKNOWLEDGED && !known.includes(next)) {
    const id: string = next
    const operation = await reading(() => journal.operation(merchant, id))
    if (operation === undefined) {
      throw new ValidationError([{ path: 'acknowledgeUnresolved', message: `there is no operation ${id}` }])
    }
    known.push(id)
    next = namedBy(operation)
  }
  return known
}

const namedBy = ({ request }: OperationRecord): string | undefined => {
  const kept: unknown = JSON.parse(request)
  const fields = isRecord(kept) ? kept : {}
  const command = isRecord(fields['command']) ? fields['command'] : fields
  const named = command['acknowledgeUnresolved']
  return typeof named === 'string' ? named : undefined
}

/** What the fingerprint is of: that somebody knows of another operation does not make it another payout. */
export const withoutAcknowledgement = <Command extends { readonly acknowledgeUnresolved?: string }>({
  acknowledgeUnresolved: _,
  ...content
}: Command): Omit<Command, 'acknowledgeUnresolved'> => content
