import { lookup, repeated, wireMinor, type Endpoint, type Find, type Lookup } from '@polyrail/core'
import { change } from '../acme/adapter.js'
import { fromCharge } from '../acme/mappings.js'
import { findCharge, lookups } from '../acme/lookups.js'
import * as wire from '../acme/endpoints.js'
import { broken, withCard, type Broken } from './broken.js'

const asRead: typeof wire.createCard = { ...wire.createCard, effect: 'read' }

const others = ({ name }: Endpoint): readonly Lookup[] => lookups.filter(({ endpoint }) => endpoint.name !== name)

const without = (endpoint: Endpoint) => ({ lookups: others(endpoint) })

const looking = <E extends Endpoint>(endpoint: E, find: Find<E>) => ({
  lookups: [...others(endpoint), lookup(endpoint, find)],
})

export const brokenLookups: readonly Broken[] = [
  broken(
    {
      does: 'cannot look up what can be looked up',
      caughtBy: 'lookup.found',
      says: /declare one for POST \/charges in `lookups`/,
    },
    without(wire.createCharge),
  ),
  broken(
    { does: 'finds nothing, ever', caughtBy: 'lookup.found', says: /its look-up does not find it/ },
    looking(wire.createCharge, async (_, { call }) => {
      await call(wire.listCharges, {})
      return undefined
    }),
  ),
  broken(
    { does: 'takes the first of a list', caughtBy: 'lookup.others', says: /of another reference/ },
    looking(wire.createCard, async ({ ref }, { call }) => {
      const [first] = (await call(wire.listCards, { ref })).items
      return first && { ...first, ref }
    }),
  ),
  broken(
    { does: 'takes another charge’s refund for its own', caughtBy: 'lookup.others', says: /of another charge/ },
    looking(wire.createReturn, async ({ ref, cents }, { call }) => {
      const named = (await call(wire.listReturns, { ref })).items.filter((back) => back.ref === ref)
      const ours = named.find((back) => String(back.cents) === cents.text)
      if (ours === undefined && named.length > 0) throw new Error('None of them is ours')
      return ours
    }),
  ),
  broken(
    {
      does: 'takes what is not like its own for nothing',
      caughtBy: 'lookup.others',
      says: /another amount, which proves nothing/,
    },
    looking(wire.createReturn, async ({ ref, cents, charge }, { call }) =>
      (await call(wire.listReturns, { ref })).items.find(
        (back) => back.ref === ref && String(back.cents) === cents.text && back.charge === charge,
      ),
    ),
  ),
  broken(
    {
      does: 'takes a look-up that failed for "not found"',
      caughtBy: 'lookup.down',
      says: /the provider answered nothing/,
    },
    looking(wire.createCharge, async (input, context) => findCharge(input, context).catch(() => undefined)),
  ),
  broken(
    { does: 'takes two for none', caughtBy: 'lookup.twice', says: /throw where there is not exactly one/ },
    looking(wire.createCharge, async ({ ref }, { call }) => {
      const { items } = await call(wire.listCharges, { ref })
      const named = items.filter((charge) => charge.ref === ref)
      return named.length === 1 ? named[0] : undefined
    }),
  ),
  broken(
    { does: 'takes the first of two', caughtBy: 'lookup.twice', says: /throw where there is not exactly one/ },
    looking(wire.createCharge, async ({ ref, cents }, { call }) => {
      const { items } = await call(wire.listCharges, { ref })
      return items.find((charge) => charge.ref === ref && String(charge.cents) === cents.text)
    }),
  ),
  broken(
    {
      does: 'lets somebody else’s stand in the way of its own',
      caughtBy: 'lookup.others',
      says: /still unknown after the settle window, because what the provider has is of a charge of somebody else/,
    },
    looking(wire.createCharge, async ({ ref }, { call }) => {
      const { items } = await call(wire.listCharges, { ref })
      if (items.some((charge) => charge.ref !== ref)) throw new Error('Not all of them are ours')
      return items[0]
    }),
  ),
  broken(
    { does: 'sends it again to find it', caughtBy: 'lookup.found', says: /sent it again|could not be looked up/ },
    looking(wire.createCard, ({ ref }, { call }) => call(asRead, { ref })),
  ),
  broken(
    { does: 'takes any growth for its own capture', caughtBy: 'lookup.others', says: /of another amount/ },
    {
      ...withCard({
        capture: {
          ...change(wire.takeCharge, 'taken'),
          run: async ({ providerId: id }, { amount }, { call, before, reference: ref }) => {
            await before(wire.readCharge, { id })
            return fromCharge(await call(wire.takeCharge, { id, ref, ...(amount && { cents: wireMinor(amount) }) }))
          },
        },
      }),
      ...looking(wire.takeCharge, async ({ id }, { call, before }) => {
        const then = await before(wire.readCharge, { id })
        const now = await call(wire.readCharge, { id })
        return now.taken > then.taken ? now : undefined
      }),
    },
  ),
  broken(
    { does: 'finds a capture that was never made', caughtBy: 'lookup.absent', says: /still|status is/ },
    looking(wire.takeCharge, ({ id }, { call }) => call(wire.readCharge, { id })),
  ),
  broken(
    {
      does: 'does not say that it may be called again',
      caughtBy: 'lookup.repeated',
      says: /unknown|repeated\(endpoint\)/,
    },
    without(wire.stopTransfer),
  ),
  broken(
    { does: 'does not tell a person where to look', caughtBy: 'lookup.blind', says: /Say so in `searches`/ },
    { searches: { 'create-transfer': '' } },
  ),
  broken(
    {
      does: 'says that a blind call can be looked up',
      caughtBy: 'lookup.blind',
      says: /then say that it can be looked up|has a look-up/,
    },
    {
      lookups: [
        ...lookups,
        lookup(wire.createTransfer, async (_, { call }) => {
          await call(wire.readPurse, {})
          return undefined
        }),
      ],
    },
  ),
  broken(
    { does: 'forgets all but one look-up', caughtBy: 'capability.agree', says: /lookup is false, expected true/ },
    { lookups: [repeated(wire.stopTransfer)] },
  ),
]
