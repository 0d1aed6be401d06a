import { Container } from 'inversify'
import {
  HttpTransport,
  Payments,
  polyrail,
  type Clock,
  type Journal,
  type Payin,
  type Payout,
} from '../../src/index.js'
import { ACCOUNTS } from './provider.js'

type Kind = 'payin' | 'payout' | 'capture'

/** What a caller asks for; the content under a reference is its amount. */
export interface Order {
  readonly kind: Kind
  readonly reference: string
  readonly amount: number
}

/** Two of each: the payouts and the captures are alike, so that one can be taken for the other. */
export const ORDERS: readonly Order[] = [
  { kind: 'payin', reference: 'order-1', amount: 5_000 },
  { kind: 'payin', reference: 'order-2', amount: 6_000 },
  { kind: 'payout', reference: 'salary-1', amount: 7_000 },
  { kind: 'payout', reference: 'salary-2', amount: 7_000 },
  { kind: 'capture', reference: 'capture-1', amount: 8_000 },
  { kind: 'capture', reference: 'capture-2', amount: 8_000 },
]
export const HOLD = 'hold-1'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

interface Parts {
  readonly journal: Journal
  readonly transport: HttpTransport
  readonly clock: Clock
}

/** One process. What it does is decided by its ports alone: nothing runs in its background. */
export const startProcess = async ({ journal, transport, clock }: Parts): Promise<Payments> => {
  const container = new Container()
  // Neither the circuit nor the limit of blind payouts may keep a run from what it is to show.
  const limits = { circuit: false, unresolved: 100 } as const
  container.load(polyrail({ journal, clock, logger: silent, recovery: false, limits }), ...ACCOUNTS)
  container.rebind(HttpTransport).toConstantValue(transport)
  return container.getAsync(Payments)
}

const idr = (amount: number) => ({ amount: String(amount), currency: 'IDR' })

/** An authorized payin, to be captured in parts. */
export const createHold = (payments: Payments): Promise<Payin> =>
  payments.payins.create({
    reference: HOLD,
    amount: idr(1_000_000),
    method: { type: 'card', token: 'tok_1' },
    capture: 'manual',
  })

export const placeOrder = (
  payments: Payments,
  { kind, reference, amount }: Order,
  payin: string,
): Promise<Payin | Payout> => {
  if (kind === 'capture') return payments.payins.capture({ payin, reference, amount: idr(amount) })
  if (kind === 'payin') return payments.payins.create({ reference, amount: idr(amount), method: { type: 'qr_code' } })
  const destination = { type: 'bank_account', bankCode: '007', accountName: 'Ana', accountNumber: '123' } as const
  return payments.payouts.create({ reference, amount: idr(amount), destination })
}

/** Another content under a reference. */
export const OTHER_AMOUNT = 9_000
