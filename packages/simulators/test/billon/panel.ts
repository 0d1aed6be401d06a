import { startSimulator, type BillonOptions, type BillonSimulator } from '@polyrail/simulators'
import { postJson, type Reply } from '../support/client.js'
import { object } from '../support/samples.js'

export const PASSWORD = 'canary-password'
export const PAYOUT = {
  amount: 25.5,
  currency: 'PLN',
  startDate: '2031-03-01T00:00:00.000Z',
  endDate: '2031-03-31T00:00:00.000Z',
  name: 'March commissions',
  description: 'Commission 03/2031 #po-71',
  userName: 'anna.k',
  notification: false,
} as const

type Body = Readonly<Record<string, unknown>>

/** A running simulator on 27 February 2031 and a client of it that has a token. */
export class Panel implements AsyncDisposable {
  readonly simulator: BillonSimulator
  #token = ''

  constructor(simulator: BillonSimulator) {
    this.simulator = simulator
  }

  get token(): string {
    return this.#token
  }

  async logIn(apiKey: string = PASSWORD): Promise<Reply> {
    const reply = await postJson(`${this.simulator.url}/api/authenticate`, { apiKey })
    this.#token = String(object(reply)['token'])
    return reply
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return await postJson(`${this.simulator.url}/api/payment/${path}`, body, {
      authorization: '',
      'x-access-token': this.#token,
      ...headers,
    })
  }

  async create(changes: Body = {}): Promise<Reply> {
    return await this.post('create', { ...PAYOUT, ...changes })
  }

  /** The amount letter by letter. */
  async pay(amount: string): Promise<Reply> {
    return await this.post('create', JSON.stringify(PAYOUT).replace('25.5', amount))
  }

  async cancel(...ids: readonly unknown[]): Promise<Reply> {
    return await this.post('cancel', { ids })
  }

  /** What is available in a currency, in words of the ledger. */
  available(currency = 'PLN'): unknown {
    return this.simulator.actions.fund({ currency, amount: '0' })['available']
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.close()
  }
}

export async function startPanel(options: BillonOptions = {}): Promise<Panel> {
  const panel = new Panel(await startSimulator('billon', options))
  panel.simulator.clock.set(new Date('2031-02-27T09:12:44.000Z'))
  await panel.logIn()
  return panel
}

/** The one payout of an answer. */
export function payoutOf(reply: Reply): Body {
  const { payments } = reply.json as { readonly payments?: readonly Body[] }
  const [payout] = payments ?? []
  if (payout === undefined || payments?.length !== 1) throw new Error(`no single payout in: ${reply.text}`)
  return payout
}

export const idOf = (reply: Reply): number => Number(payoutOf(reply)['id'])

/** Status of the answer and type of the error. */
export function refusalOf(reply: Reply): readonly unknown[] {
  const { error, errors } = object(reply)
  const { message, type } = error as { readonly message?: unknown; readonly type?: unknown }
  if (typeof message !== 'string' || message === '') throw new Error(`no message in: ${reply.text}`)
  return [reply.status, type, errors]
}

export const INVALID = [400, 'INVALID_PARAMS', []] as const
export const POOR = [400, 'INSUFFICIENT_FUNDS', []] as const
