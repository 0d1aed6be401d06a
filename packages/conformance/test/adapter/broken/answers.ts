import { Type, type CreatePayin, type Endpoint, type PayinAnswer } from '@polyrail/core'
import { toCharge } from '../acme/adapter.js'
import { fromCard, fromCharge, fromTransfer } from '../acme/mappings.js'
import * as wire from '../acme/endpoints.js'
import { broken, withCard, withPayout, withToken, type Broken } from './broken.js'

/** A card payin whose answer is read in another way. */
const reading = (read: (answer: PayinAnswer, charge: wire.Charge, command: CreatePayin) => PayinAnswer) =>
  withCard({
    create: async (command, { call, reference }) => {
      const charge = await call(wire.createCharge, toCharge(command, reference))
      return read(fromCharge(charge), charge, command)
    },
  })

const LOOSE = Type.Object({ id: Type.Optional(Type.String()) })
const loose: Endpoint<(typeof wire.createCharge)['input'], typeof LOOSE> = { ...wire.createCharge, output: LOOSE }

export const brokenAnswers: readonly Broken[] = [
  broken(
    { does: 'does not give the amount back', caughtBy: 'unknown.other-amount', says: /Give `amount` in the answer/ },
    reading(({ amount: _, amountCaptured: __, ...answer }) => answer),
  ),
  broken(
    { does: 'gives the amount of the command back', caughtBy: 'unknown.other-amount', says: /core compares it/ },
    reading((answer, _, { amount }) => ({ ...answer, amount, amountCaptured: amount })),
  ),
  broken(
    {
      does: 'does not give the reference back',
      caughtBy: 'unknown.other-reference',
      says: /Give `reference` in the answer/,
    },
    reading(({ reference: _, ...answer }) => answer),
  ),
  broken(
    { does: 'does not ask the answer for an id', caughtBy: 'unknown.no-id', says: /output schema/ },
    withCard({
      create: async (command, { call, reference }) => {
        const { id } = await call(loose, toCharge(command, reference))
        return { status: 'succeeded', providerId: id ?? 'a0' }
      },
    }),
  ),
  broken(
    { does: 'believes an empty answer', caughtBy: 'unknown.empty', says: /output schema/ },
    withCard({
      create: async (command, { call, reference }) => {
        await call(loose, toCharge(command, reference))
        return { status: 'succeeded', providerId: 'a0' }
      },
    }),
  ),
  broken(
    { does: 'believes another currency', caughtBy: 'payin.answers', says: /must not be believed/ },
    reading((answer, charge, { amount: { currency } }) => ({
      ...fromCharge({ ...charge, currency }),
      status: answer.status,
    })),
  ),
  broken(
    { does: 'has no id of the provider', caughtBy: 'payin.created', says: /the id, reference and amount/ },
    reading((answer) => ({ ...answer, providerId: '' })),
  ),
  broken(
    { does: 'forgets what is refunded', caughtBy: 'payin.answers', says: /amountRefunded is undefined/ },
    reading(({ amountRefunded: _, ...answer }) => answer),
  ),
  broken(
    { does: 'forgets the fee', caughtBy: 'payout.created', says: /fee is undefined.*Correct what the mapping makes/ },
    withPayout({
      create: async ({ amount, destination: { accountName: name, accountNumber: iban } }, { call, reference: ref }) => {
        const { id: payee } = await call(wire.preparePayee, { ref, name, iban })
        const sent = { ref, payee, amount: amount.amount, currency: amount.currency }
        const { fee: _, ...answer } = fromTransfer(await call(wire.createTransfer, sent))
        return answer
      },
    }),
  ),
  broken(
    { does: 'does not say what the holder has to do', caughtBy: 'token.created', says: /nextAction is undefined/ },
    withToken({
      create: async (_, { call, reference: ref }) => {
        const { nextAction: __, ...answer } = fromCard(await call(wire.createCard, { ref }))
        return answer
      },
    }),
  ),
  broken(
    { does: 'does not tell the token', caughtBy: 'status.stories', says: /token is undefined/ },
    withToken({
      retrieve: async ({ providerId: id }, { call }) => {
        const { token: _, ...answer } = fromCard(await call(wire.readCard, { id }))
        return answer
      },
    }),
  ),
  broken(
    {
      does: 'reads the statuses of a question by another table',
      caughtBy: 'payin.retrieved',
      says: /one table of statuses/,
    },
    withCard({
      create: async (command, { call, reference }) => ({
        ...fromCharge(await call(wire.createCharge, toCharge(command, reference))),
        status: 'pending',
      }),
    }),
  ),
]
