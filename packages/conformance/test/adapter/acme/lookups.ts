import { lookup, repeated, type Lookup, type MappingContext } from '@polyrail/core'
import * as wire from './endpoints.js'
import type { Charge } from './endpoints.js'

type Calls = Pick<MappingContext, 'call'>

export const leftOf = ({ cents, taken, released }: Charge): number => cents - taken - released

/** By the difference to what it was before. */
const findChange =
  (sum: 'taken' | 'released') =>
  async (
    { id, cents }: { readonly id: string; readonly cents?: { readonly text: string } },
    { call, before }: Pick<MappingContext, 'call' | 'before'>,
  ) => {
    const then = await before(wire.readCharge, { id })
    const now = await call(wire.readCharge, { id })
    const moved = now[sum] - then[sum]
    if (moved === 0) return undefined
    if (moved === (cents === undefined ? leftOf(then) : Number(cents.text))) return now
    throw new Error('Something else has moved')
  }

/** Exactly one, or nobody guesses. */
const theOne = <Item extends { readonly ref: string }>(
  items: readonly Item[],
  { ref, isOurs = () => true }: { readonly ref: string; readonly isOurs?: (item: Item) => boolean },
): Item | undefined => {
  const named = items.filter((item) => item.ref === ref)
  const [ours, ...others] = named.filter(isOurs)
  if (others.length > 0 || (ours === undefined && named.length > 0)) throw new Error('Not exactly one of them is ours')
  return ours
}

export const findCharge = async (
  { ref, cents }: { readonly ref: string; readonly cents: { readonly text: string } },
  { call }: Calls,
) =>
  theOne((await call(wire.listCharges, { ref })).items, {
    ref,
    isOurs: (charge) => String(charge.cents) === cents.text,
  })

export const lookups: readonly Lookup[] = [
  lookup(wire.createCharge, findCharge),
  lookup(wire.takeCharge, findChange('taken')),
  lookup(wire.releaseCharge, findChange('released')),
  lookup(wire.createReturn, async ({ ref, cents, charge }, { call }) =>
    theOne((await call(wire.listReturns, { ref })).items, {
      ref,
      isOurs: (back) => String(back.cents) === cents.text && back.charge === charge,
    }),
  ),
  lookup(wire.createPayee, async ({ ref }, { call }) => theOne((await call(wire.listPayees, { ref })).items, { ref })),
  lookup(wire.createCard, async ({ ref }, { call }) => theOne((await call(wire.listCards, { ref })).items, { ref })),
  repeated(wire.stopTransfer),
]
