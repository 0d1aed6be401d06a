import { SimulatorError } from '../kernel/errors.js'
import { isRecord } from '../kernel/json.js'
import { declines, passesLuhn, type CardBehaviour } from './cards.js'

/** What a customer types on a page of the provider; a good card by default. */
export interface CardIntentTestCard {
  /** 4000000000000002 is declined. */
  readonly pan?: string
  /** DECLINE is declined. */
  readonly name?: string
}

/** The input may come from another process. Its complaints do not repeat what it holds. */
export function readTestCard(input: unknown = {}): CardBehaviour {
  if (!isRecord(input)) throw bad('card must be an object')
  const { pan = '4111111111111111', name = '' } = input
  if (typeof pan !== 'string' || !/^\d{12,19}$/.test(pan) || !passesLuhn(pan)) throw bad('pan must be a card number')
  if (typeof name !== 'string') throw bad('name must be a string')
  return { declines: declines({ pan, name }) }
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
