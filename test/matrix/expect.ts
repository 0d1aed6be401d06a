import type { OperationStatus, ProviderDefinition } from '@polyrail/core'
import { billon } from '@polyrail/billon'
import { cardIntent } from '@polyrail/card-intent'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import { stepOf, type Creation } from '../support/creations.js'
import type { ProviderName } from '../support/world.js'
import { ACTIONS, type Action } from './actions.js'
import type { Variant } from './faults.js'

const ADAPTERS: Readonly<Record<ProviderName, Pick<ProviderDefinition, 'name' | 'profile' | 'lookups'>>> = {
  palladium: palladium.definition,
  palomma: palomma.definition,
  billon: billon.definition,
  'card-intent': cardIntent.definition,
}

/** Those whose credentials are a token that can be renewed. */
const TOKENS: readonly ProviderName[] = ['billon', 'card-intent']
export const hasTokens = (at: ProviderName): boolean => TOKENS.includes(at)

/** Whether the adapter can ask what became of the call. */
const isLookedUp = (creation: Creation): boolean =>
  ADAPTERS[creation.at].lookups?.some(({ endpoint }) => endpoint.name === stepOf(creation)) === true

/** The two outcomes that core's page names below its table. */
const BESIDE_THE_TABLE: Readonly<Record<string, Action>> = { mismatch: 'unknown', crash: 'unknown' }

/** What core says is to be done after the failure, at a provider of whom this is known. */
export const actionAfter = (failure: string, at: ProviderName, effect: 'read' | 'write'): Action => {
  const planned = ACTIONS.get(failure)?.[effect] ?? BESIDE_THE_TABLE[failure]
  if (planned === undefined) throw new Error(`core's table has no row for ${failure}`)
  if (effect === 'read') return planned
  const { rateLimitBeforeExecution = false, authenticationBeforeExecution = true } = ADAPTERS[at].profile ?? {}
  const unproven =
    (planned === 'back_off' && !rateLimitBeforeExecution) ||
    (planned === 'authenticate' && !authenticationBeforeExecution)
  return unproven ? 'unknown' : planned
}

/** What the journal shows as the reason of an unknown outcome. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  crash: ['lease_expired'],
  // By the adapter's mapping, or by core from what is repeated.
  mismatch: ['unreadable', 'mismatch'],
}

/** How a call and its aftermath go. */
export interface Course {
  /** The status of the object, or the code of the error; nothing from a process that is gone. */
  readonly first: string
  readonly executed: number
  /** Why nobody knows, where nobody does. */
  readonly cause: readonly string[]
  /** After the providers were asked: how the operation stands, and for whom it waits. */
  readonly recovered: readonly string[]
  /** The same reference again. */
  readonly again: string
  readonly sentAgain: boolean
  readonly executedAgain: number
  /** After the settle window, and after people have decided by the provider's books. */
  readonly settled: readonly string[]
  /** The same reference once more. */
  readonly last: readonly string[]
  readonly executedAtLast: number
}

/** The operation that has made an object with this status. */
const STANDING: Readonly<Record<string, OperationStatus>> = {
  active: 'succeeded',
  succeeded: 'succeeded',
  canceled: 'succeeded',
  requires_action: 'pending',
  pending: 'pending',
  processing: 'pending',
  ready: 'pending',
  // A preparation was found, so nothing decisive was sent.
  failed: 'absent',
}
const standing = (status: string): OperationStatus => {
  const found = STANDING[status]
  if (found === undefined) throw new Error(`the matrix does not know the status ${status}`)
  return found
}

/** What a person's word makes of an object whose status nobody has read. */
const TAKEN_FOR_EXECUTED = ['pending', 'succeeded', 'active']

const THROWN: Readonly<Record<Exclude<Action, 'unknown' | 'repeat'>, string>> = {
  not_sent: 'provider_unavailable',
  refused: 'provider_rejected',
  back_off: 'rate_limited',
  authenticate: 'authentication_failed',
}

/** The letter of the design for what is done; `U` for what is not believed. */
export type Letter = 'N' | 'F' | 'A' | 'B' | 'L' | 'O' | 'S' | 'U'

const LETTERS: Readonly<Record<Action, Letter>> = {
  not_sent: 'N',
  refused: 'F',
  authenticate: 'A',
  back_off: 'B',
  unknown: 'O',
  repeat: 'S',
}

export const letterOf = (variant: Variant, creation: Creation): Letter => {
  const letter = LETTERS[actionAfter(variant.failure, creation.at, 'write')]
  return letter === 'O' && isLookedUp(creation) ? 'L' : letter
}

/** A read that nobody believes, or nobody waits for, has no row in core's table. */
export const letterOfRead = (failure: string, at: ProviderName): Letter => {
  if (failure === 'mismatch') return 'U'
  return failure === 'crash' ? 'S' : LETTERS[actionAfter(failure, at, 'read')]
}

/** What must happen, from core's table, the adapter's profile and what the provider executes. */
export const courseOf = (variant: Variant, creation: Creation): Course => {
  const { made, at } = creation
  const action = actionAfter(variant.failure, at, 'write')
  if (action === 'unknown') return unknownCourse(variant, creation)
  if (action === 'repeat') throw new Error('core repeats a call that may move money')
  const renewed = action === 'authenticate' && hasTokens(at) && variant.title.startsWith('401,')
  const cause = renewed ? 'answered' : variant.failure
  const left = renewed ? [standing(made)] : action === 'refused' ? ['refused'] : ['not_sent', 'none']
  return {
    first: renewed ? made : THROWN[action],
    executed: renewed ? 1 : 0,
    cause: [cause],
    recovered: left,
    again: made,
    sentAgain: !renewed,
    executedAgain: 1,
    settled: [standing(made)],
    last: [made],
    executedAtLast: 1,
  }
}

const unknownCourse = ({ failure, executed }: Variant, creation: Creation): Course => {
  const { made, found } = creation
  const lookedUp = isLookedUp(creation)
  const isFound = lookedUp && executed === 1 && found !== undefined
  const goesOn = isFound && standing(found) === 'absent'
  // A person reads the books; a look-up that finds nothing, for longer than the provider may take, reads them too.
  const absent = !isFound && (lookedUp || executed === 0)
  return {
    first: failure === 'crash' ? 'gone' : 'unknown',
    executed,
    cause: CAUSES[failure] ?? [failure],
    recovered: isFound
      ? [standing(found)]
      : [lookedUp ? 'unknown, to be looked up' : 'unknown, with a search for a person'],
    again: isFound ? made : 'unknown',
    // After a preparation that was found, what is left is sent: for the first time.
    sentAgain: goesOn,
    executedAgain: executed,
    settled: goesOn ? [standing(made)] : isFound ? [standing(found)] : absent ? ['absent'] : TAKEN_FOR_EXECUTED,
    last: isFound || absent ? [made] : TAKEN_FOR_EXECUTED,
    executedAtLast: absent ? executed + 1 : executed,
  }
}
