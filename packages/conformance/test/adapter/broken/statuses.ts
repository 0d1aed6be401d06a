import { wireMinor, type PayinAnswer } from '@polyrail/core'
import { fromCharge, fromTransfer } from '../acme/mappings.js'
import * as wire from '../acme/endpoints.js'
import { broken, withCard, withPayout, type Broken } from './broken.js'

/** A card payin that is read in another way when it is asked about. */
const asked = (read: (answer: PayinAnswer, charge: wire.Charge) => PayinAnswer) =>
  withCard({
    retrieve: async ({ providerId: id }, { call }) => {
      const charge = await call(wire.readCharge, { id })
      return read(fromCharge(charge), charge)
    },
  })

const unknownWord = ({ reason }: { readonly reason?: PayinAnswer['reason'] }) => reason?.code === 'unrecognized_status'

/** A payout whose unknown words are read in another way. */
const paidOut = (status: 'succeeded' | 'failed') =>
  withPayout({
    retrieve: async ({ providerId: id }, { call }) => {
      const answer = fromTransfer(await call(wire.readTransfer, { id }))
      return unknownWord(answer) ? { ...answer, status } : answer
    },
  })

const asRead: typeof wire.createCharge = { ...wire.createCharge, effect: 'read' }

export const brokenStatuses: readonly Broken[] = [
  broken(
    { does: 'takes an unknown status for success', caughtBy: 'status.letters', says: /The unknown is never a default/ },
    paidOut('succeeded'),
  ),
  broken(
    { does: 'takes an unknown status for failure', caughtBy: 'status.letters', says: /The unknown is never a default/ },
    paidOut('failed'),
  ),
  broken(
    { does: 'does not keep the status that it does not know', caughtBy: 'status.letters', says: /unrecognized_status/ },
    withPayout({
      retrieve: async ({ providerId: id }, { call }) => {
        const { reason: _, ...answer } = fromTransfer(await call(wire.readTransfer, { id }))
        return answer
      },
    }),
  ),
  broken(
    {
      does: 'takes a bounced payout for a canceled one',
      caughtBy: 'status.words',
      says: /calls 'bounced': status is 'canceled'/,
    },
    withPayout({
      retrieve: async ({ providerId: id }, { call }) => {
        const transfer = await call(wire.readTransfer, { id })
        const answer = fromTransfer(transfer)
        return transfer.state === 'bounced' ? { ...answer, status: 'canceled' } : answer
      },
    }),
  ),
  broken(
    {
      does: 'never sees that a payout has arrived',
      caughtBy: 'status.stories',
      says: /after deliver: status is 'processing'/,
    },
    withPayout({
      retrieve: async ({ providerId: id }, { call }) => ({
        ...fromTransfer(await call(wire.readTransfer, { id })),
        status: 'processing',
      }),
    }),
  ),
  broken(
    { does: 'forgets the settlement', caughtBy: 'status.stories', says: /settlement is 'pending', expected 'settled'/ },
    asked(({ settlement: _, ...answer }) => answer),
  ),
  broken(
    { does: 'fails a payin that the provider does not find', caughtBy: 'payin.gone', says: /undefinedIfNotFound/ },
    withCard({ retrieve: async ({ providerId: id }, { call }) => call(wire.readCharge, { id }).then(fromCharge) }),
  ),
  broken(
    {
      does: 'takes every failed question for "not found"',
      caughtBy: 'error.reading',
      says: /only "not found" may become undefined/,
    },
    withCard({
      retrieve: async ({ providerId: id }, { call }) => call(wire.readCharge, { id }).then(fromCharge, () => undefined),
    }),
  ),
  broken(
    {
      does: 'makes another one when it is asked',
      caughtBy: 'payin.retrieved',
      says: /Asking must not create anything/,
    },
    withCard({
      retrieve: async ({ providerId: id, reference, object }, { call }) => {
        const sent = { ref: reference, cents: wireMinor(object.amount), currency: 'EUR', token: 'tok_1', hold: false }
        await call(asRead, sent)
        return fromCharge(await call(wire.readCharge, { id }))
      },
    }),
  ),
]
