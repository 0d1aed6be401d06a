import type { AdapterWorld, Executed, ProviderServer } from '@polyrail/conformance'
import { startSimulator } from '@polyrail/simulators'
import type { CardIntentConfig } from '../src/index.js'
import { cardPayin } from './world/card.js'
import { cardToken, hostedCard } from './world/hosted.js'
import { listAtProvider } from './world/list.js'
import { login } from './world/login.js'
import { refusals, silences } from './world/refusals.js'
import { CLIENT_ID } from './world/samples.js'

export { CLIENT_ID }
export const CLIENT_SECRET = 'secret-of-the-tests'

export const SETTINGS: Readonly<Record<string, Partial<CardIntentConfig>>> = {
  abroad: { currencies: ['JPY', 'KWD'] },
  ownPage: { checkoutUrl: 'https://pay.shop.example.com/checkout' },
}

/** How the ledger calls what a target does. */
const match = (target: string) => {
  if (target.endsWith('.capture')) return { type: 'capture' } as const
  if (target.endsWith('.cancel')) return { type: 'void' } as const
  if (target.endsWith('.refund')) return { endpoint: 'create-refund' }
  const endpoints: Readonly<Record<string, string>> = {
    'payins.card': 'create-transaction',
    'payins.hosted_card': 'create-payment-intent',
    'tokens.card': 'create-card-intent',
  }
  return { endpoint: endpoints[target] ?? '' }
}

/** Somebody captures a payment in the provider’s own dashboard. */
const captureInDashboard = async (url: string, providerId: string, part: object = {}): Promise<void> => {
  const post = async (path: string, body: object, token = ''): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`)
    return answer.json()
  }
  const client = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET }
  const { access_token: token } = (await post('/auth/token', client)) as { readonly access_token: string }
  await post(`/transactions/${providerId}`, { external_id: 'dashboard-1', operation: 'capture', ...part }, token)
}

const start = async (): Promise<ProviderServer> => {
  const simulator = await startSimulator('card-intent', { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET })
  const { actions, ledger, url } = simulator
  /** What was paid by an intent is known by its reference only. */
  const paymentOf = (reference: string): string =>
    ledger.entries.findLast((entry) => entry.reference === reference && entry.type === 'authorization')?.providerId ??
    ''
  const acts: Readonly<
    Record<string, (about: { readonly reference: string; readonly providerId: string }) => unknown>
  > = {
    tokenize: ({ providerId }) => actions.tokenize({ providerId }),
    checkout: ({ providerId }) => actions.checkout({ providerId }),
    'checkout-declined': ({ providerId }) => actions.checkout({ providerId, pan: '4000000000000002' }),
    settle: ({ providerId }) => actions.settle({ providerId }),
    expire: ({ providerId }) => actions.expire({ providerId }),
    capture: ({ reference }) => captureInDashboard(url, paymentOf(reference)),
    'capture-some': ({ reference }) => captureInDashboard(url, paymentOf(reference), { amount: 100 }),
  }
  return {
    url,
    executed: ({ target, reference }: Executed) => ledger.count({ ...match(target), reference }),
    act: (name, { reference, providerId = '' }) => acts[name]?.({ reference, providerId }),
    close: () => simulator.close(),
  }
}

/** The card-intent API: everything is found by our reference or by what has moved, but for the intents themselves. */
export const cardIntentWorld: AdapterWorld = {
  payins: { card: cardPayin, hosted_card: hostedCard },
  tokens: { card: cardToken },
  listAtProvider,
  secrets: [CLIENT_SECRET],
  login: login({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
  refusals,
  silences,
  facts: [
    { fact: 'transactions are found by external_id', source: 'documented' },
    { fact: 'amounts are integers of minor units', source: 'documented' },
    { fact: 'what the eight statuses mean', source: 'inferred' },
    { fact: 'a refusal is a 4xx whose JSON object has a message', source: 'unverified' },
    { fact: 'refunds have the statuses of payments', source: 'unverified' },
    { fact: 'what a repeated external_id does', source: 'unverified' },
    { fact: 'a transaction is found within a quarter of an hour', source: 'unverified' },
  ],
  start,
}
