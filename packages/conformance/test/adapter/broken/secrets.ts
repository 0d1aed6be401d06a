import { Secret, Type, moneyFrom, type ProviderDefinition } from '@polyrail/core'
import { acme, toCharge, type Acme } from '../acme/adapter.js'
import { fromCharge } from '../acme/mappings.js'
import * as wire from '../acme/endpoints.js'
import { KEY } from '../acme/server.js'
import { broken, withCard, type Broken } from './broken.js'

const living = (perSecond: number): Partial<Acme> => ({
  connect: (settings: { readonly key: string }) => {
    const { authorization } = acme.connect(settings)
    const read = (answer: unknown) => {
      const { token, lifetimeMs } = authorization.read(answer)
      return { token, lifetimeMs: (lifetimeMs / 1000) * perSecond }
    }
    return { authorization: { ...authorization, read } }
  },
})

const openConfig = Type.Object(
  { key: Type.String(), seals: Type.Optional(Type.Array(Type.String())) },
  { additionalProperties: false },
)

export const brokenSecrets: readonly Broken[] = [
  broken(
    {
      does: 'takes seconds for milliseconds',
      caughtBy: 'secret.lifetime',
      says: /replaced before a third of its life/,
    },
    living(1),
  ),
  broken(
    { does: 'uses a token for ten of its lives', caughtBy: 'secret.lifetime', says: /was used after its end/ },
    living(10_000),
  ),
  broken(
    { does: 'puts its key into an id', caughtBy: 'secret.hidden', says: /put no credential into an id/ },
    withCard({
      create: async (command, { call, reference }) => ({
        ...fromCharge(await call(wire.createCharge, toCharge(command, reference))),
        reason: { code: 'odd', message: `made with ${KEY}` },
      }),
    }),
  ),
  broken(
    {
      does: 'does not mark its key as a secret, and does not wrap it',
      caughtBy: 'secret.echoed',
      says: /Mark settings that are secret `writeOnly`/,
    },
    {
      config: openConfig as never,
      connect: () => {
        const { authorization } = acme.connect({ key: KEY })
        return { authorization: { ...authorization, input: { key: new Secret(KEY) } } }
      },
    } satisfies Partial<Acme>,
  ),
  broken(
    { does: 'logs in with another field', caughtBy: 'secret.login', says: /other fields than the sample: key, device/ },
    {
      connect: (settings: { readonly key: string }) => {
        const { authorization } = acme.connect(settings)
        const input = { ...authorization.input, device: new Secret('a-browser') }
        return { authorization: { ...authorization, endpoint: { ...wire.login, input: Type.Object({}) }, input } }
      },
    },
  ),
]

const badPurse: ProviderDefinition['balances'] = async ({ call }) => {
  const { available, currency } = await call(wire.readPurse, {})
  return [{ kind: 'withdrawable', ...moneyFrom(available, currency) }]
}

export const brokenReads: readonly Broken[] = [
  broken(
    { does: 'calls a balance by another name', caughtBy: 'read.balances', says: /kind is 'withdrawable'/ },
    { balances: badPurse },
  ),
  broken(
    {
      does: 'reads the first page of a statement only',
      caughtBy: 'read.statements',
      says: /1 items were read, expected 2/,
    },
    {
      statements: async function* ({ from, to }, { call }) {
        const { entries } = await call(wire.listEntries, { from, to })
        for (const raw of entries) {
          yield { type: raw.kind, direction: 'in', amount: moneyFrom(raw.amount, 'EUR'), date: raw.day, raw }
        }
      },
    },
  ),
  broken(
    { does: 'lists everything, whatever was asked for', caughtBy: 'read.list', says: /Correct how the mapping asks/ },
    {
      listPayins: async function* (_, { call }) {
        const { items } = await call(wire.listCharges, {})
        for (const raw of items) {
          yield { providerId: raw.id, reference: raw.ref, status: 'succeeded', amount: moneyFrom('0.01', 'EUR'), raw }
        }
      },
    },
  ),
]
