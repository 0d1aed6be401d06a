import { WireNumber, endpoint } from '@polyrail/core'
import { change, toCharge } from '../acme/adapter.js'
import { fromCharge, fromReturn, fromTransfer } from '../acme/mappings.js'
import * as wire from '../acme/endpoints.js'
import { broken, withCard, withPayout, withRefund, type Broken } from './broken.js'

type Sent = ReturnType<typeof toCharge>

/** A card payin that is sent in another way. */
const sending = (write: (sent: Sent, euros: string) => object, to: unknown = wire.createCharge) =>
  withCard({
    create: async (command, { call, reference }) => {
      const sent = write(toCharge(command, reference), command.amount.amount) as Sent
      return fromCharge(await call(to as typeof wire.createCharge, sent))
    },
  })

const cents = (value: number): object => ({ cents: new WireNumber(String(value)) })

let last = ''

export const brokenWire: readonly Broken[] = [
  broken(
    { does: 'forgets an optional field', caughtBy: 'payin.variants', says: /note is undefined, expected 'Order 1'/ },
    sending(({ note: _, ...sent }) => sent),
  ),
  broken(
    {
      does: 'sends a field that nobody asked for',
      caughtBy: 'payin.sent',
      says: /note is 'sent by us', expected nothing/,
    },
    sending((sent) => ({ ...sent, note: 'sent by us' })),
  ),
  broken(
    {
      does: 'captures at once what was to be held',
      caughtBy: 'payin.variants',
      says: /hold is false, expected true|status is/,
    },
    sending((sent) => ({ ...sent, hold: false })),
  ),
  broken(
    { does: 'calls another endpoint', caughtBy: 'payin.sent', says: /The provider refuses what the mapping sends/ },
    sending((sent) => sent, endpoint({ ...wire.createCharge, path: '/payments' } as never)),
  ),
  broken(
    { does: 'swaps the name and the account', caughtBy: 'payout.prepared', says: /name is 'DE02/ },
    withPayout({
      create: async ({ amount, destination: { accountName: iban, accountNumber: name } }, { call, reference: ref }) => {
        const { id: payee } = await call(wire.preparePayee, { ref, name, iban })
        const sent = { ref, payee, amount: amount.amount, currency: amount.currency }
        return fromTransfer(await call(wire.createTransfer, sent))
      },
    }),
  ),
  broken(
    { does: 'sends a reference of its own', caughtBy: 'lookup.told', says: /does not carry the reference/ },
    sending((sent) => ({ ...sent, ref: `acme-${(last += 'x').length.toString()}` })),
  ),
  broken(
    { does: 'cuts the reference', caughtBy: 'same.elsewhere', says: /something else than the reference/ },
    sending((sent) => ({ ...sent, ref: sent.ref.slice(0, -1) })),
  ),
  broken(
    { does: 'sends an amount by way of a float', caughtBy: 'money.exact', says: /never by way of a number/ },
    sending((sent, euros) => ({ ...sent, ...cents(Math.floor(Number(euros) * 100)) })),
  ),
  broken(
    { does: 'sends euros as cents', caughtBy: 'money.exact', says: /wireMinor/ },
    sending((sent, euros) => ({ ...sent, ...cents(Math.round(Number(euros))) })),
  ),
  broken(
    {
      does: 'captures everything where a part was asked for',
      caughtBy: 'capture.part',
      says: /cents is undefined|part|unknown/,
    },
    withCard({
      capture: {
        ...change(wire.takeCharge, 'taken'),
        run: async ({ providerId: id }, _, { call, reference: ref }) =>
          fromCharge(await call(wire.takeCharge, { id, ref })),
      },
    }),
  ),
  broken(
    { does: 'refunds the half', caughtBy: 'refund.all', says: /expected 4590|unknown/ },
    withRefund({
      create: async ({ providerId: charge }, _, { call, reference: ref }) =>
        fromReturn(await call(wire.createReturn, { ref, charge, cents: new WireNumber('2295') })),
    }),
  ),
  broken(
    {
      does: 'takes the last answer for this one',
      caughtBy: 'concurrent.references',
      says: /keeps nothing between two calls/,
    },
    (() => {
      let kept: wire.Charge | undefined
      return withCard({
        create: async (command, { call, reference }) => {
          const charge = await call(wire.createCharge, toCharge(command, reference))
          kept ??= charge
          return { ...fromCharge(charge), providerId: kept.id }
        },
      })
    })(),
  ),
  broken(
    {
      does: 'sends references that its provider does not take',
      caughtBy: 'same.odd',
      says: /What a name.*The provider refuses what the mapping sends/,
    },
    { reference: { pattern: /^[^]*$/, maxLength: 1000 } },
  ),
  broken(
    {
      does: 'cuts long references, so that two are one',
      caughtBy: 'same.odd',
      says: /the id, reference and amount that the mapping gives back/,
    },
    sending((sent) => ({ ...sent, ref: sent.ref.slice(0, 8) })),
  ),
]
