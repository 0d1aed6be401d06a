import assert from 'node:assert/strict'
import { Secret, Type, bearer, defineProvider, endpoint, keyHeader, schemasOf } from '../../src/index.js'
import { openAccount } from '../../src/adapter/account.js'
import { KEY, createCharge, definition, getCharge } from '../support/acme.js'
import { answer, replies } from '../support/transport.js'
import { payin, world } from '../support/world.js'

describe('authorization', () => {
  it('is a bearer key or a header of its own', () => {
    const [one, two] = [bearer(new Secret('k')), keyHeader('X-Api-Key', new Secret('k'))]
    assert.deepEqual(one.type === 'static' && [one.header, one.value.reveal()], ['authorization', 'Bearer k'])
    assert.deepEqual(two.type === 'static' && [two.header, two.value.reveal()], ['x-api-key', 'k'])
  })
})

describe('an endpoint', () => {
  it('is no preparation where nothing is said, and cannot be changed', () => {
    assert.equal(createCharge.preparation, false)
    assert.equal(Object.isFrozen(createCharge), true)
    const { preparation: _, ...same } = getCharge
    assert.equal(endpoint({ ...same, preparation: true }).preparation, true)
  })
})

describe('the schemas of a provider', () => {
  it('have the names by which they are asked for', () => {
    const customers = { accepts: Type.Object({}), create: async () => ({ providerId: 'c', status: 'active' as const }) }
    assert.deepEqual(Object.keys(schemasOf({ createCharge, getCharge }, { ...definition, customers })), [
      'config',
      'create-charge.input',
      'create-charge.output',
      'get-charge.input',
      'get-charge.output',
      'payins.qr_code',
      'payouts.bank_account',
      'customers',
    ])
    assert.deepEqual(Object.keys(schemasOf({}, { config: Type.Object({}) })), ['config'])
  })
})

describe('validators', () => {
  it('that the package brings are used instead of the schemas', async () => {
    const asked: string[] = []
    const accepting = (name: string) => [name, (): boolean => (asked.push(name), true)] as const
    const validators = Object.fromEntries(
      ['config', 'payins.qr_code', 'create-charge.input', 'create-charge.output'].map(accepting),
    )
    const provider = defineProvider({ ...definition, validators })
    const { payments } = await world({
      transport: replies({ '/charges': [answer(200, { id: 'ch_1', status: 'paid' })] }),
      providers: [provider({ apiKey: 'abc' })],
    })
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    assert.deepEqual([...new Set(asked)].sort(), Object.keys(validators).sort())
  })
  it('are compiled once', () => {
    const account = openAccount(definition, { apiKey: KEY })
    assert.equal(
      account.validator('create-charge.input', createCharge.input),
      account.validator('create-charge.input', createCharge.input),
    )
  })
})

describe('the secrets of a configuration', () => {
  it('are the settings that are marked so, and lists of them', () => {
    const secret = Type.String({ writeOnly: true })
    const config = Type.Object({
      key: secret,
      keys: Type.Array(Type.String(), { writeOnly: true }),
      open: Type.String(),
      flag: Type.Optional(Type.Boolean({ writeOnly: true })),
    })
    const account = openAccount(
      { ...definition, config, connect: () => definition.connect({ apiKey: 'x' }) },
      { key: 'k1', keys: ['k2', 'k3'], open: 'o', flag: true },
    )
    assert.deepEqual(account.secrets, ['k1', 'k2', 'k3'])
  })
  it('are none where the schema has no fields', () => {
    const account = openAccount(
      { ...definition, config: Type.Any(), connect: () => definition.connect({ apiKey: 'x' }) },
      { key: 'k1' },
    )
    assert.deepEqual(account.secrets, [])
  })
})
