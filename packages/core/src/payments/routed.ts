import type { Money } from '../contract/money.js'
import type { OperationKind } from '../contract/operation.js'
import { UnsupportedOperationError, type PaymentError } from '../errors/errors.js'
import type { ErrorCode } from '../errors/codes.js'
import type { ProviderClient } from '../engine/client.js'
import type { Turn } from '../engine/plan.js'
import type { Tried } from '../journal/port.js'
import { inQuarantine } from '../engine/quarantine.js'
import { reading } from './reading.js'
import { clientNamed, type Scope } from './scope.js'
import { whyNot } from './serving.js'

interface Command {
  readonly provider?: string
  readonly reference: string
  readonly amount: Money
  readonly capture?: 'automatic' | 'manual'
  readonly expiresAt?: string
}

interface Routed {
  readonly kind: 'payin' | 'payout'
  readonly type: string
  readonly command: Command
  /** Where a payout is made in place of something else. */
  readonly makes?: OperationKind
}

/** Errors after which another account may do better; each proves, like every error, that nothing was executed. */
const NEXT: readonly ErrorCode[] = [
  'provider_unavailable',
  'rate_limited',
  'authentication_failed',
  'insufficient_funds',
]

/**
 * Executes at the named account, or at the first one in the router's order that takes it. Goes on to the next only
 * after an error that proves that nothing was executed; an unknown outcome ends it.
 */
export const executeRouted = async <T>(
  scope: Scope,
  { kind, type, command, makes = `${kind}.create` }: Routed,
  execute: (client: ProviderClient, turn: Turn) => Promise<T>,
): Promise<T> => {
  const table = kind === 'payin' ? 'payins' : 'payouts'
  if (command.provider !== undefined) {
    const client = await clientNamed(scope, command.provider)
    const problem = whyNot(client, { table, type }, command)
    if (problem !== undefined) throw problem
    return execute(client, { tried: [], goesOnAfter: [] })
  }
  await expectRemembered(scope, makes, command)
  const candidates = await order(scope, { kind, table, type, command })
  const tried: Tried[] = []
  let last: unknown
  for (const [index, client] of candidates.entries()) {
    try {
      const goesOnAfter = index < candidates.length - 1 ? NEXT : []
      return await execute(client, { tried: [...tried], goesOnAfter })
    } catch (error) {
      const { code } = error as PaymentError
      if (!NEXT.includes(code)) throw error
      tried.push({ provider: client.account.name, code })
      last = error
    }
  }
  throw last
}

/** With a journal that lacks sends nobody knows to which account an earlier one went: the caller has to say. */
const expectRemembered = async (
  { quarantine, journal, merchant }: Scope,
  kind: OperationKind,
  { reference }: Command,
): Promise<void> => {
  const strange = quarantine()
  if (strange === undefined) return
  const known = await reading(() => journal.findOperation({ merchant, kind, reference }))
  if (known === undefined) throw inQuarantine(strange, 'the provider has to be named', { reference })
}

const order = async (
  scope: Scope,
  {
    kind,
    table,
    type,
    command,
  }: { kind: 'payin' | 'payout'; table: 'payins' | 'payouts'; type: string; command: Command },
): Promise<readonly ProviderClient[]> => {
  const clients = await scope.clients()
  const problems = new Map<string, PaymentError>()
  const able = [...clients.values()].filter((client) => {
    const problem = whyNot(client, { table, type }, command)
    if (problem !== undefined) problems.set(client.account.name, problem)
    return problem === undefined
  })
  const names = scope.router.order({
    kind,
    merchant: scope.merchant,
    reference: command.reference,
    amount: command.amount,
    type,
    candidates: able.map(({ account }) => account.name),
  })
  const ordered = [...new Set(names)].flatMap((name) => able.filter(({ account }) => account.name === name))
  if (ordered.length > 0) return ordered
  // With one account that has the method, what stands in its way says more than "nobody can".
  const rejections = [...problems.values()].filter(({ code }) => code === 'invalid_request')
  if (rejections.length === 1 && rejections[0] !== undefined) throw rejections[0]
  throw new UnsupportedOperationError(
    `No provider takes ${type} of ${command.amount.amount} ${command.amount.currency}` +
      (problems.size === 0 ? '' : `: ${[...problems.values()].map(({ message }) => message).join('; ')}`),
  )
}
