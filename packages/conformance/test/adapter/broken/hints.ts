import { undefinedIfNotFound } from '@polyrail/core'
import { card } from '../acme/adapter.js'
import * as wire from '../acme/endpoints.js'
import { hinting, hintingSubject } from '../acme/hinting.js'
import { fromCharge } from '../acme/mappings.js'
import { hintedWith, read } from '../acme/webhooks.js'
import { withCard, type Broken } from './broken.js'

type Named = Omit<Broken, 'subject'>

const hinted = (named: Named, change: Parameters<typeof hintingSubject>[0]): Broken => ({
  ...named,
  subject: hintingSubject(change),
})

/** Adapters of a provider that only hints. */
export const brokenHints: readonly Broken[] = [
  hinted(
    {
      does: 'believes a hint',
      caughtBy: 'webhook.hint-lies',
      says: /by a hint that lies.*the id and the reference only/,
    },
    hinting((tokens) => ({ ...hintedWith(tokens), read })),
  ),
  hinted(
    { does: 'asks nobody about a hint', caughtBy: 'webhook.told', says: /A hint is nobody’s word/ },
    hinting((tokens) => ({ ...hintedWith(tokens), read })),
  ),
  hinted(
    { does: 'changes something by a hint alone', caughtBy: 'webhook.hint-asks', says: /expected to wait/ },
    hinting((tokens) => ({ ...hintedWith(tokens), read })),
  ),
  hinted(
    {
      does: 'compares the beginning of a token',
      caughtBy: 'webhook.header',
      says: /with x-acme-token of \d+ signs was accepted/,
    },
    hinting((tokens) => ({
      ...hintedWith(tokens),
      authenticate: ({ header, body }) =>
        tokens.some((token) => token.startsWith(header('x-acme-token') ?? '-'))
          ? { payload: Buffer.from(body).toString() }
          : undefined,
    })),
  ),
  hinted(
    {
      does: 'takes every sender for its provider',
      caughtBy: 'webhook.header-missing',
      says: /without x-acme-token was accepted/,
    },
    hinting((tokens) => ({
      ...hintedWith(tokens),
      authenticate: ({ body }) => ({ payload: Buffer.from(body).toString() }),
    })),
  ),
  hinted(
    {
      does: 'repeats no reference when it is asked about a charge',
      caughtBy: 'webhook.resolves',
      says: /does not repeat our reference/,
    },
    withCard({
      retrieve: async ({ providerId: id }, { call }) => {
        const charge = await call(wire.readCharge, { id }).catch(undefinedIfNotFound)
        if (charge === undefined) return undefined
        const { reference: _, ...answer } = fromCharge(charge)
        return answer
      },
    }),
  ),
  hinted(
    {
      does: 'says that every charge is what it was asked for',
      caughtBy: 'webhook.hint-of-another',
      says: /by a hint that names another object.*the reference that the answer of `retrieve` repeats/,
    },
    withCard({
      retrieve: async (known, context) => {
        const answer = await card.retrieve?.(known, context)
        return answer && { ...answer, reference: known.reference }
      },
    }),
  ),
]
