import type { AdapterWorld } from '@polyrail/conformance'
import { startSimulator } from '@polyrail/simulators'
import { balances, statements } from './world/accounts.js'
import { qrCode, retailOutlet, virtualAccount } from './world/payins.js'
import { bankAccount } from './world/payouts.js'
import { refusals, silences } from './world/refusals.js'
import { CALLBACK_TOKEN, webhooks } from './world/webhooks.js'

export const API_KEY = 'key-of-the-tests/palladium'

const ENDPOINTS: Readonly<Record<string, string>> = {
  'payins.virtual_account': 'create-virtual-account',
  'payins.retail_outlet': 'create-retail-payment',
  'payins.qr_code': 'create-qris',
  'payouts.bank_account': 'create-disbursement',
}

/** Palladium: instruments that are paid, and payouts; nothing can be found by reference or taken back. */
export const palladiumWorld: AdapterWorld = {
  payins: { virtual_account: virtualAccount, retail_outlet: retailOutlet, qr_code: qrCode },
  payouts: { bank_account: bankAccount },
  balances,
  statements,
  webhooks,
  secrets: [API_KEY],
  refusals,
  silences,
  facts: [
    { fact: 'statuses unpaid, pending and done', source: 'documented' },
    { fact: 'expired, cancelled, rejected and failed end a payin', source: 'inferred' },
    { fact: 'a refusal is a 4xx whose JSON object has a message', source: 'inferred' },
    { fact: 'an unknown id is answered by an empty list or a 404', source: 'inferred' },
    { fact: 'callbacks carry a static token, which says nothing of the body', source: 'documented' },
    { fact: 'a callback has the object as a query answers it', source: 'inferred' },
    { fact: 'times are those of Jakarta', source: 'inferred' },
    { fact: 'whether a repeated external_id is refused', source: 'unverified' },
  ],
  start: async () => {
    const simulator = await startSimulator('palladium', {
      ...{ apiKey: API_KEY, qaTiming: false },
      callbacks: { token: CALLBACK_TOKEN },
    })
    const acts: Readonly<Record<string, (target: { readonly providerId: string }) => unknown>> = {
      pay: (target) => simulator.actions.pay(target),
      settle: (target) => simulator.actions.settle(target),
      drain: () => simulator.actions.drain(),
    }
    return {
      url: simulator.url,
      executed: ({ target, reference }) => simulator.ledger.count({ endpoint: ENDPOINTS[target] ?? '', reference }),
      callbacks: simulator.callbacks,
      act: (name, { providerId = '' }) => acts[name]?.({ providerId }),
      close: () => simulator.close(),
    }
  },
}
