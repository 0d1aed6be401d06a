import type { AdapterWorld } from '@polyrail/conformance'
import { startSimulator } from '@polyrail/simulators'
import type { PalommaConfig } from '../src/index.js'
import { customer, payinSource, payoutTarget } from './world/instruments.js'
import { bankAccount, bankDebit, saved } from './world/moves.js'
import { paymentLink } from './world/payment-link.js'
import { balances, listAtProvider, statements } from './world/reads.js'
import { refusals, silences } from './world/refusals.js'
import { INTEGRITY_KEY, webhooks } from './world/webhooks.js'

export const API_KEY = 'key-of-the-tests/palomma'

export const SETTINGS: Readonly<Record<string, Partial<PalommaConfig>>> = {
  accounts: { targetMerchantAccountId: 'default', sourceMerchantAccountId: 'default' },
  small: { maximumPayin: '50000', maximumPayout: '60000' },
}

const ENDPOINTS: Readonly<Record<string, string>> = {
  'payins.payment_link': 'create-payin-link',
  'payins.bank_debit': 'create-payin-request',
  'payouts.saved': 'create-payout-request',
  'payouts.bank_account': 'create-payout-request',
  'tokens.payin_source': 'create-payin-source',
  'tokens.payout_target': 'create-payout-target',
  customers: 'create-customer',
}

/** Palomma: everything can be found by our reference, and nothing taken back. */
export const palommaWorld: AdapterWorld = {
  payins: { payment_link: paymentLink, bank_debit: bankDebit },
  payouts: { saved, bank_account: bankAccount },
  tokens: { payin_source: payinSource, payout_target: payoutTarget },
  customers: customer,
  balances,
  statements,
  listAtProvider,
  webhooks,
  secrets: [API_KEY],
  refusals,
  silences,
  facts: [
    { fact: 'a refusal is a 4xx with a message', source: 'documented' },
    { fact: 'all lists can be filtered by reference', source: 'documented' },
    { fact: 'a status message counts beside `cancelled` only', source: 'inferred' },
    { fact: 'expirations are in the time of Bogotá', source: 'inferred' },
    { fact: 'payout requests have the statuses of payin requests', source: 'inferred' },
    { fact: 'callbacks are signed over X-Encoded-Data', source: 'documented' },
    { fact: 'the signature is in hexadecimal or base64', source: 'inferred' },
    { fact: 'a callback has the object as a read answers it', source: 'inferred' },
    { fact: 'a reference may be used twice', source: 'unverified' },
    { fact: 'its lists show everything within half an hour', source: 'unverified' },
  ],
  start: async () => {
    const simulator = await startSimulator('palomma', { apiKey: API_KEY, callbacks: { integrityKey: INTEGRITY_KEY } })
    const { actions, ledger, url } = simulator
    // Its targets are active at once: there is nothing else to be told of them.
    simulator.faults.add({ on: 'payout-target.update', times: 'always', callback: { kind: 'before-reply' } })
    const acts: Readonly<Record<string, (target: { readonly providerId: string }) => unknown>> = {
      pay: (target) => actions.pay(target),
      authorize: (target) => actions.authorize(target),
      settle: (target) => actions.settle(target),
      decline: (target) => actions.decline(target),
      expire: (target) => actions.expire(target),
    }
    return {
      url,
      executed: ({ target, reference }) => ledger.count({ endpoint: ENDPOINTS[target] ?? '', reference }),
      callbacks: simulator.callbacks,
      act: (name, { providerId = '' }) => acts[name]?.({ providerId }),
      close: () => simulator.close(),
    }
  },
}
