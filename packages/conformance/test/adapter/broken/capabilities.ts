import { Type, ValidationError, defineProvider } from '@polyrail/core'
import { acme, bankAccount, card, cardToken, change } from '../acme/adapter.js'
import * as wire from '../acme/endpoints.js'
import { KEY } from '../acme/server.js'
import type { AdapterWorld } from '@polyrail/conformance'
import { acmeSubject, acmeWorld } from '../acme/world.js'
import { broken, withCard, withRefund, type Broken } from './broken.js'

const { refund: _, ...cardWithoutRefund } = card
const { retrieve: __, ...cardWithoutQuestion } = card
const { cancel: ___, ...payoutWithoutCancel } = bankAccount

/** A world in which the wire carries whole euros, while the adapter thinks of cents. */
const wholeEurosOnly: AdapterWorld = {
  ...acmeWorld,
  payins: {},
  payouts: { bank_account: { ...acmeWorld.payouts['bank_account'], currencies: { EUR: { decimals: 0 } } } },
}

export const brokenCapabilities: readonly Broken[] = [
  {
    does: 'has a name of its own',
    caughtBy: 'capability.agree',
    says: /hand the name that createProvider is given/,
    subject: {
      ...acmeSubject(),
      createProvider: ({ baseUrl }) => defineProvider(acme)({ baseUrl, name: 'mine', key: KEY }),
    },
  },
  broken(
    {
      does: 'cannot refund what its provider refunds',
      caughtBy: 'capability.agree',
      says: /payins\.card\.refund is false/,
    },
    { payins: { card: cardWithoutRefund } },
  ),
  broken(
    { does: 'cannot ask about a payin', caughtBy: 'capability.agree', says: /payins\.card\.retrieve is false/ },
    { payins: { card: cardWithoutQuestion } },
  ),
  broken(
    { does: 'cannot cancel a payout', caughtBy: 'capability.agree', says: /payouts\.bank_account\.cancel is false/ },
    { payouts: { bank_account: payoutWithoutCancel } },
  ),
  broken(
    {
      does: 'says that it does what nobody has shown',
      caughtBy: 'capability.others',
      says: /The world has no sample of a payin by hosted_card/,
    },
    { payins: { card, hosted_card: { ...card, accepts: Type.Object({}) } as never } },
  ),
  broken(
    { does: 'stores what its provider does not', caughtBy: 'capability.agree', says: /tokens\.payin_source/ },
    { tokens: { card: cardToken, payin_source: cardToken as never } },
  ),
  broken(
    { does: 'refunds in full only', caughtBy: 'capability.agree', says: /partialRefund is false/ },
    withRefund({ partial: false }),
  ),
  broken(
    { does: 'captures in full only', caughtBy: 'capability.agree', says: /partialCapture is false/ },
    withCard({ capture: { ...change(wire.takeCharge, 'taken'), partial: false } }),
  ),
  broken(
    {
      does: 'says that it takes an expiry, and sends none',
      caughtBy: 'limits.expiry',
      says: /Name expiresAt in `uses` only/,
    },
    withCard({ uses: ['capture', 'description', 'expiresAt'] }),
  ),
  {
    does: 'takes a finer amount than the wire',
    caughtBy: 'limits.too-fine',
    says: /finer than 0 decimals.*must be refused.*Say so in `currencies`/,
    subject: acmeSubject(acme, wholeEurosOnly),
  },
  broken(
    {
      does: 'takes less than the least',
      caughtBy: 'limits.least',
      says: /less than 0\.50.*must be refused|only after/,
    },
    withCard({ currencies: { EUR: { decimals: 2, minimum: '0.01', maximum: '5000.00' } } }),
  ),
  broken(
    {
      does: 'takes more than the most',
      caughtBy: 'limits.most',
      says: /more than 5000\.00.*must be refused|only after/,
    },
    withCard({ currencies: { EUR: { decimals: 2, minimum: '0.50' } } }),
  ),
  broken(
    { does: 'takes less than the provider', caughtBy: 'limits.most', says: /was not sent.*limits of the adapter/ },
    withCard({ currencies: { EUR: { decimals: 2, minimum: '0.50', maximum: '4999.99' } } }),
  ),
  broken(
    {
      does: 'takes a currency that its provider does not',
      caughtBy: 'limits.currency',
      says: /in a currency that was not declared/,
    },
    withCard({ currencies: { EUR: { decimals: 2, minimum: '0.50', maximum: '5000.00' }, CHF: { decimals: 2 } } }),
  ),
  broken(
    { does: 'lets a long note through', caughtBy: 'payin.rules', says: /must be refused.*Say so in `accepts`/ },
    withCard({ accepts: Type.Object({}) }),
  ),
  broken(
    {
      does: 'names another field than the wrong one',
      caughtBy: 'payin.rules',
      says: /expected an issue at description/,
    },
    withCard({
      accepts: Type.Object({}),
      create: async (command, context) => {
        if ((command.description ?? '').length > 20)
          throw new ValidationError([{ path: 'note', message: 'is too long' }])
        return card.create(command, context)
      },
    }),
  ),
  broken(
    {
      does: 'sees too late that a note is too long',
      caughtBy: 'payin.rules',
      says: /was sent\. Check commands in `accepts`|must be refused/,
    },
    withCard({
      accepts: Type.Object({}),
      create: async (command, context) => {
        await context.call(wire.listCharges, {})
        if ((command.description ?? '').length > 20)
          throw new ValidationError([{ path: 'description', message: 'is too long' }])
        return card.create(command, context)
      },
    }),
  ),
]
