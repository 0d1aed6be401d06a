import {
  Type,
  ValidationError,
  defined,
  minorUnits,
  moneyFrom,
  wireNumber,
  type InputOf,
  type PayoutAnswer,
  type PayoutDestinationDefinition,
  type PayoutOf,
  type Static,
} from '@polyrail/core'
import type { BillonConfig } from './config.js'
import { cancelPayment, createPayment } from './endpoints.js'
import { statusOf } from './statuses.js'
import type { Payment } from './wire.js'

const DEFAULT_CURRENCIES = ['GBP', 'PLN']
/** Not stated; a sister service writes amounts as 10.00. */
const DECIMALS = 2

const Text = Type.String({ minLength: 1 })
const accepts = Type.Object({
  availableFrom: Text,
  availableUntil: Text,
  project: Text,
  destination: Type.Object({
    // As JSON Schema, since the panel takes any one of them.
    userName: Type.Optional(Text),
    phoneNumber: Type.Optional(Type.String({ pattern: '^[0-9]{5,15}$' })),
    referenceId: Type.Optional(Text),
  }),
})
type Accepted = PayoutOf<'recipient'> & Static<typeof accepts>

/** Payouts that their recipient collects from the panel. */
export const payoutsOf = ({ currencies = DEFAULT_CURRENCIES, fuse }: Pick<BillonConfig, 'currencies' | 'fuse'>) => {
  const recipient: PayoutDestinationDefinition<'recipient'> = {
    currencies: Object.fromEntries(currencies.map((currency) => [currency, { decimals: DECIMALS }])),
    accepts,
    uses: ['description', 'availableFrom', 'availableUntil', 'project'],
    sends: createPayment,
    create: async (command, { call, reference, now }) => {
      // `accepts` has checked it.
      const sent = toPayment(fused(command as Accepted, fuse, now), reference)
      const { payments } = await call(createPayment, sent)
      return fromPayment(payments[0], sent)
    },
    cancel: {
      partial: false,
      sends: cancelPayment,
      run: async ({ providerId }, _, { call }) => {
        await call(cancelPayment, { ids: [Number(providerId)] })
        return { providerId, status: 'canceled' }
      },
    },
  }
  return { recipient }
}

/** A large payout can be collected no earlier than the fuse says. */
const fused = (command: Accepted, fuse: BillonConfig['fuse'], now: number): Accepted => {
  const { amount, availableFrom } = command
  const { currency } = amount
  if (fuse === undefined || minorUnits(amount) <= minorUnits({ amount: fuse.above, currency })) return command
  const earliest = now + fuse.minutes * 60_000
  if (Date.parse(availableFrom) >= earliest) return command
  return { ...command, availableFrom: new Date(earliest).toISOString() }
}

/**
 * The panel has no field for a reference, so the operation's code ends the description: a person who searches for it
 * there can say whether the payout was made.
 */
const toPayment = (
  { amount, destination, project, availableFrom, availableUntil, description = project }: Accepted,
  code: string,
): InputOf<typeof createPayment> => {
  const { userName, phoneNumber, referenceId, firstName, lastName, email, notify } = destination
  const [startDate, endDate] = [utc(availableFrom), utc(availableUntil)]
  const issues = [
    ...(userName === undefined && phoneNumber === undefined && referenceId === undefined
      ? [{ path: 'destination', message: 'expected userName, phoneNumber or referenceId' }]
      : []),
    ...(endDate <= startDate ? [{ path: 'availableUntil', message: 'expected a time after availableFrom' }] : []),
  ]
  if (issues.length > 0) throw new ValidationError(issues)
  return defined({
    amount: wireNumber(amount, DECIMALS),
    currency: amount.currency,
    startDate,
    endDate,
    name: project,
    description: `${description} #${code}`,
    userName,
    phoneNumber,
    referenceId,
    firstName,
    lastName,
    email,
    notification: notify,
  })
}

/** The answer to our payout, or not believed: the code in the description is all that tells ours from others. */
const fromPayment = (
  payment: Payment | undefined,
  sent: Pick<InputOf<typeof createPayment>, 'description' | 'startDate' | 'endDate'>,
): PayoutAnswer => {
  const isOurs =
    payment?.description === sent.description &&
    Date.parse(payment.startDate) === Date.parse(sent.startDate) &&
    Date.parse(payment.endDate) === Date.parse(sent.endDate)
  if (!isOurs) throw new Error('The provider answered with another payout than the one that was sent')
  return {
    ...statusOf(payment.status),
    providerId: String(payment.id),
    amount: moneyFrom(payment.amount, payment.currency),
  }
}

const utc = (instant: string): string => new Date(instant).toISOString()
