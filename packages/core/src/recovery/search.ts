import type { Money } from '../contract/money.js'
import type { SearchRecipe } from '../contract/operation.js'
import type { ProviderClient } from '../engine/client.js'
import { isSealed } from '../journal/encrypted.js'
import type { ObjectRecord, OperationRecord } from '../journal/port.js'
import { isRecord } from '../payments/check.js'

/** A request may be executed some time after it was written. */
const AFTER_MS = 15 * 60_000

/** What a person looks for at the provider, to say what became of an operation. */
export const searchFor = (operation: OperationRecord, client: ProviderClient | undefined): SearchRecipe => {
  const { step, providerReference, armedAt, provider, request } = operation
  const { amount, recipient } = wantedBy(request)
  return {
    where:
      client?.account.definition.searches?.[step] ??
      `At ${provider}, look for ${step} with this reference, in its panel or on its statement`,
    reference: providerReference,
    ...(amount === undefined ? {} : { amount }),
    ...(recipient === undefined ? {} : { recipient }),
    sentBetween: [new Date(armedAt).toISOString(), new Date(armedAt + AFTER_MS).toISOString()],
  }
}

/** What a command, or a change of what is there, is about. */
const wantedBy = (request: string): { readonly amount?: Money; readonly recipient?: Record<string, string> } => {
  const kept: unknown = isSealed(request) ? {} : JSON.parse(request)
  const fields = isRecord(kept) ? kept : {}
  const command = isRecord(fields['command']) ? fields['command'] : fields
  const amount = moneyIn(command['amount']) ?? moneyIn(fields['amount']) ?? amountBefore(fields['before'])
  const destination = command['destination']
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(isRecord(destination) ? { recipient: textsOf(destination) } : {}),
  }
}

const amountBefore = (before: unknown): Money | undefined => {
  const { body } = isRecord(before) ? (before as unknown as Partial<ObjectRecord>) : {}
  const object: unknown = body === undefined ? undefined : JSON.parse(body)
  return isRecord(object) ? moneyIn(object['amount']) : undefined
}

const moneyIn = (value: unknown): Money | undefined =>
  isRecord(value) && typeof value['amount'] === 'string' && typeof value['currency'] === 'string'
    ? { amount: value['amount'], currency: value['currency'] }
    : undefined

const textsOf = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
