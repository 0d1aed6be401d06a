import { startSimulator, type CardIntentOptions, type CardIntentSimulator } from '@polyrail/simulators'
import { postJson, send, type Reply } from '../support/client.js'
import { object } from '../support/samples.js'

export const CLIENT = { client_id: 'acc_01J9', client_secret: 'canary-secret' } as const
export const CARD = { pan: '4111111111111111', code: '012', expiry: '122099', name: 'Ada Reyes' } as const
export const ORDER = { order_id: 'web-5521', order_amount: 4590, order_currency: 'USD' } as const
export const PAYMENT = { operation: 'authorize', external_id: 'pay-1', order: ORDER, card: CARD } as const
export const PAYMENT_INTENT = {
  external_id: 'hosted-1',
  redirect_urls: { success: 'https://shop.example.com/ok?trx_id=XYZ&lang=en', failure: 'https://shop.example.com/no' },
  order: ORDER,
} as const

type Body = Readonly<Record<string, unknown>>

/** A running simulator and a client of it that has a token. */
export class Api implements AsyncDisposable {
  readonly simulator: CardIntentSimulator
  #headers: Readonly<Record<string, string>> = {}

  constructor(simulator: CardIntentSimulator) {
    this.simulator = simulator
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#headers
  }

  async logIn(client: Body = CLIENT): Promise<Reply> {
    const reply = await postJson(`${this.simulator.url}/auth/token`, client)
    this.#headers = { authorization: `Bearer ${String(object(reply)['access_token'])}` }
    return reply
  }

  async get(path: string): Promise<Reply> {
    return await send(`${this.simulator.url}${path}`, { headers: this.#headers })
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return await postJson(`${this.simulator.url}${path}`, body, { ...this.#headers, ...headers })
  }

  /** `order` is changed field by field. */
  async pay({ order, ...changes }: Body & { readonly order?: Body } = {}): Promise<Reply> {
    return await this.post('/transactions', { ...PAYMENT, ...changes, order: { ...ORDER, ...order } })
  }

  async capture(id: string, changes: Body = {}): Promise<Reply> {
    return await this.post(`/transactions/${id}`, { external_id: 'cap-1', operation: 'capture', ...changes })
  }

  async void(id: string, changes: Body = {}): Promise<Reply> {
    return await this.post(`/transactions/${id}`, { external_id: 'void-1', operation: 'void', ...changes })
  }

  async refund(id: string, changes: Body = {}): Promise<Reply> {
    return await this.post('/refunds', { external_id: 'ref-1', trx_id: id, amount: 1500, ...changes })
  }

  async retrieve(id: string): Promise<Body> {
    return object(await this.get(`/transactions/${id}`))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.close()
  }
}

export async function startApi(options: CardIntentOptions = {}): Promise<Api> {
  const api = new Api(await startSimulator('card-intent', options))
  await api.logIn()
  return api
}

/** The four sums and the status of a transaction. */
export const sums = (transaction: Body): readonly unknown[] =>
  ['status', 'amount_authorized', 'amount_captured', 'amount_voided', 'amount_refunded'].map(
    (name) => transaction[name],
  )

export function textOf(values: Body, name: string): string {
  const value = values[name]
  if (typeof value !== 'string') throw new Error(`${name} is no text`)
  return value
}

export function errorOf(reply: Reply): Body {
  return object(reply)['error'] as Body
}
