import { Type, decimalText, defined, moneyFrom, unsigned } from '@polyrail/core'
import type { InputOf, NextAction, PayinAnswer, PayinMethodDefinition, PayinOf } from '@polyrail/core'
import { expirationDate, instantFrom } from './dates.js'
import { createQris, createRetailPayment, createVirtualAccount } from './endpoints.js'
import { queryQris, queryRetailPayment, queryVirtualAccount } from './endpoints.js'
import { RUPIAH } from './currencies.js'
import { queried } from './queries.js'
import { createdPayinState, payinState } from './statuses.js'
import type { QueriedQris, RetailPayment, VirtualAccount } from './wire.js'

type Creation<Type extends 'virtual_account' | 'retail_outlet' | 'qr_code'> = {
  readonly command: PayinOf<Type>
  readonly reference: string
}

const toVirtualAccount = ({
  command: { method, amount, expiresAt },
  reference,
}: Creation<'virtual_account'>): InputOf<typeof createVirtualAccount> => ({
  bank_code: method.bankCode,
  external_id: reference,
  name: method.accountName,
  account_name: method.accountName,
  is_single_use: method.singleUse ? 'true' : 'false',
  amount: decimalText(amount, 0),
  ...expiration(expiresAt),
})

const toRetailPayment = ({
  command: { method, amount, expiresAt },
  reference,
}: Creation<'retail_outlet'>): InputOf<typeof createRetailPayment> => ({
  retail_outlet_name: method.outlet,
  name: method.payerName,
  amount: decimalText(amount, 0),
  external_id: reference,
  ...expiration(expiresAt),
})

const toQris = ({ command: { amount }, reference }: Creation<'qr_code'>): InputOf<typeof createQris> => ({
  amount: decimalText(amount, 0),
  external_id: reference,
})

const expiration = (expiresAt: string | undefined) =>
  defined({ expiration_date: expiresAt && expirationDate(expiresAt) })

type State = Pick<PayinAnswer, 'status' | 'reason'>

const fromVirtualAccount = (account: VirtualAccount, state: State): PayinAnswer => ({
  ...common(account, state),
  // The name as the payer's bank shows it: the provider may put a prefix before the merchant's.
  nextAction: whileAwaited(state, {
    type: 'transfer_to_virtual_account',
    bankCode: account.bank_code,
    accountNumber: account.account_number,
    accountName: account.account_name,
    ...expiresAt(account),
  }),
})

const fromRetailPayment = (payment: RetailPayment, state: State): PayinAnswer => ({
  ...common(payment, state),
  nextAction: whileAwaited(state, {
    type: 'pay_at_outlet',
    outlet: payment.retail_outlet_name,
    paymentCode: payment.payment_code,
    ...expiresAt(payment),
  }),
})

const fromQris = (qris: QueriedQris, state: State): PayinAnswer => ({
  ...common(qris, state),
  // Positive where a QRIS is created, negative where it is queried: the sign says nothing.
  fee: qris.fees === undefined ? undefined : moneyFrom(unsigned(qris.fees), 'IDR'),
  nextAction:
    qris.qris_string === undefined
      ? undefined
      : whileAwaited(state, { type: 'show_qr_code', payload: qris.qris_string, ...expiresAt(qris) }),
})

const common = (object: VirtualAccount | RetailPayment | QueriedQris, state: State) => ({
  ...state,
  ...expiresAt(object),
  providerId: object.id,
  reference: object.external_id,
  amount: moneyFrom(object.amount, 'IDR'),
  settlement: state.status === 'succeeded' ? ('settled' as const) : undefined,
})

const expiresAt = ({ expiration_date }: { readonly expiration_date?: string | null }) =>
  defined({ expiresAt: instantFrom(expiration_date) })

/** Nobody is asked to pay what may be paid already. */
const whileAwaited = ({ status }: State, action: NextAction): NextAction | undefined =>
  status === 'pending' ? action : undefined

const virtualAccount: PayinMethodDefinition<'virtual_account'> = {
  currencies: RUPIAH,
  accepts: Type.Object({
    // The union of what tables and samples name; the sets differ between revisions.
    method: Type.Object({ bankCode: Type.Enum(['BNI', 'BRI', 'BSS', 'BCA', 'MANDIRI']) }),
  }),
  uses: ['expiresAt'],
  create: async (command, { call, reference }) => {
    const account = await call(createVirtualAccount, toVirtualAccount({ command, reference }))
    return fromVirtualAccount(account, createdPayinState(account.status))
  },
  retrieve: async ({ providerId }, { call }) => {
    const account = await queried(call(queryVirtualAccount, { id: providerId }), providerId)
    return account && fromVirtualAccount(account, payinState(account.status))
  },
}

const retailOutlet: PayinMethodDefinition<'retail_outlet'> = {
  currencies: RUPIAH,
  accepts: Type.Object({ method: Type.Object({ outlet: Type.Literal('ALFAMART') }) }),
  uses: ['expiresAt'],
  create: async (command, { call, reference }) => {
    const payment = await call(createRetailPayment, toRetailPayment({ command, reference }))
    return fromRetailPayment(payment, createdPayinState(payment.status))
  },
  retrieve: async ({ providerId }, { call }) => {
    const payment = await queried(call(queryRetailPayment, { id: providerId }), providerId)
    return payment && fromRetailPayment(payment, payinState(payment.status))
  },
}

const qrCode: PayinMethodDefinition<'qr_code'> = {
  currencies: RUPIAH,
  accepts: Type.Object({}),
  // A QRIS lives for 24 hours; the provider takes no other expiry.
  uses: [],
  create: async (command, { call, reference }) => {
    const qris = await call(createQris, toQris({ command, reference }))
    return fromQris(qris, createdPayinState(qris.status))
  },
  retrieve: async ({ providerId }, { call }) => {
    const qris = await queried(call(queryQris, { id: providerId }), providerId)
    return qris && fromQris(qris, payinState(qris.status))
  },
}

export const payins = { virtual_account: virtualAccount, retail_outlet: retailOutlet, qr_code: qrCode }
