import type { ErrorAnswer, Refusal } from '@polyrail/core'
import { refusal } from '../acme/adapter.js'
import { broken, type Broken } from './broken.js'

/** Refusals that are read in another way. */
const refusing = (read: (refusal: Refusal) => Refusal) => ({
  refusal: (answer: ErrorAnswer) => {
    const known = refusal(answer)
    return known === undefined ? undefined : read(known)
  },
})

export const brokenRefusals: readonly Broken[] = [
  broken(
    { does: 'takes every 4xx for a refusal', caughtBy: 'error.silences', says: /expected unknown\. See to the table/ },
    {
      refusal: (answer) =>
        refusal(answer) ?? (answer.status >= 400 && answer.status < 500 ? { code: 'provider_rejected' } : undefined),
    },
  ),
  broken(
    { does: 'takes "done before" for a refusal', caughtBy: 'error.silences', says: /it was done before/ },
    {
      refusal: (answer) => {
        const { problem } = (answer.body ?? {}) as { readonly problem?: { readonly code: string } }
        return problem?.code === 'done_before' ? { code: 'provider_rejected' } : refusal(answer)
      },
    },
  ),
  broken(
    {
      does: 'calls every refusal by one name',
      caughtBy: 'error.table',
      says: /expected the code authentication_failed/,
    },
    refusing((known) => ({ ...known, code: 'provider_rejected' })),
  ),
  broken(
    { does: 'keeps the provider’s code to itself', caughtBy: 'error.table', says: /providerCode is undefined/ },
    refusing(({ providerCode: _, ...known }) => known),
  ),
  broken(
    { does: 'keeps the provider’s words to itself', caughtBy: 'error.table', says: /providerMessage is undefined/ },
    refusing(({ message: _, ...known }) => known),
  ),
  broken(
    {
      does: 'does not know an empty purse',
      caughtBy: 'error.by-provider',
      says: /expected the code insufficient_funds/,
    },
    refusing((known) => (known.code === 'insufficient_funds' ? { ...known, code: 'provider_rejected' } : known)),
  ),
  broken(
    {
      does: 'does not see that a token is over',
      caughtBy: 'secret.renewed',
      says: /answer 401 with authentication_failed/,
    },
    refusing((known) => (known.providerCode === 'bad_token' ? { ...known, code: 'provider_rejected' } : known)),
  ),
  broken(
    {
      does: 'knows no refusal at all',
      caughtBy: 'same.after-refusal',
      says: /must be refused, but it gave.*See to `refusal`/,
    },
    { refusal: () => undefined },
  ),
  broken(
    {
      does: 'calls what comes too late by another name',
      caughtBy: 'error.too-late',
      says: /expected the code invalid_state/,
    },
    refusing((known) => (known.code === 'invalid_state' ? { ...known, code: 'provider_rejected' } : known)),
  ),
]
