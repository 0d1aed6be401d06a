import assert from 'node:assert/strict'
import { Type, defineProvider, endpoint, lookup, type Call, type CreateCustomer } from '../../src/index.js'
import { KEY, acme, definition } from '../support/acme.js'
import { answer, refused, replies, silence, type Reply } from '../support/transport.js'
import { all, world } from '../support/world.js'

const Person = Type.Object({ id: Type.String(), email: Type.Optional(Type.String()) })
const createPerson = endpoint({
  name: 'create-person',
  method: 'POST',
  path: '/people',
  encoding: 'json',
  effect: 'once',
  input: Type.Object({ name: Type.String(), reference: Type.String() }),
  output: Person,
})
const getPerson = endpoint({
  name: 'get-person',
  method: 'GET',
  path: '/people/{id}',
  encoding: 'query',
  effect: 'read',
  input: Type.Object({ id: Type.String() }),
  output: Person,
})
const registry = defineProvider({
  ...definition,
  name: 'registry',
  customers: {
    accepts: Type.Object({ customer: Type.Object({ email: Type.String() }) }),
    create: async ({ customer }, { call, reference }) => ({
      providerId: (await call(createPerson, { name: customer.name, reference })).id,
      status: 'active',
    }),
    retrieve: async ({ providerId }, { call }: { call: Call }) => ({
      providerId: (await call(getPerson, { id: providerId })).id,
      status: 'active',
    }),
  },
  lookups: [lookup(createPerson, async ({ reference }, { call }) => call(getPerson, { id: `by-${reference}` }))],
})

const ana: CreateCustomer = {
  reference: 'c-1',
  customer: { name: 'Ana', email: 'ana@example.org' },
  metadata: { shop: '7' },
}
const made = answer(201, { id: 'p_1' })
const kept = (byPath: Readonly<Record<string, readonly Reply[]>>) =>
  world({ transport: replies(byPath), providers: [acme({ apiKey: KEY }), registry({ apiKey: KEY })] })

describe('customers', () => {
  it('are created once at the only account that keeps them', async () => {
    const { payments, transport } = await kept({ '/people': [made] })
    const created = await payments.customers.create(ana)
    const { id, operationId, ...rest } = created
    assert.match(id, /^cu_[0-9a-f]{32}$/)
    assert.deepEqual(rest, {
      merchant: 'default',
      provider: 'registry',
      providerId: 'p_1',
      reference: 'c-1',
      status: 'active',
      details: { reference: 'c-1', name: 'Ana', email: 'ana@example.org' },
      metadata: { shop: '7' },
      raw: { id: 'p_1' },
      createdAt: '2031-05-17T12:00:00.000Z',
      updatedAt: '2031-05-17T12:00:00.000Z',
    })
    assert.deepEqual(await payments.customers.create(ana), created)
    assert.deepEqual(await payments.customers.retrieve({ id }), created)
    assert.deepEqual(await all(payments.customers.list({ status: 'active' })), [created])
    assert.equal((await payments.operations.retrieve(operationId))?.kind, 'customer.create')
    assert.equal(transport.sent.length, 1)
  })

  it('that are unknown are found by our reference', async () => {
    const { payments } = await kept({ '/people': [silence], '/people/by-c-1': [answer(200, { id: 'p_9' })] })
    assert.equal((await payments.customers.create(ana)).status, 'unknown')
    const found = await payments.customers.retrieve({ reference: 'c-1' }, { refresh: true })
    assert.deepEqual([found?.status, found?.providerId], ['active', 'p_9'])
  })

  it('are asked about by the provider id', async () => {
    const { payments, transport } = await kept({ '/people': [made], '/people/p_1': [made] })
    await payments.customers.create(ana)
    assert.equal((await payments.customers.retrieve({ reference: 'c-1' }, { refresh: true }))?.status, 'active')
    assert.equal(transport.sent.length, 2)
  })

  it('are refused by the provider with an error', async () => {
    const { payments } = await kept({ '/people': [refused(400, 'no')] })
    await assert.rejects(payments.customers.create(ana), { code: 'provider_rejected', provider: 'registry' })
  })

  it('need what the account asks for', async () => {
    const { payments, transport } = await kept({})
    await assert.rejects(payments.customers.create({ reference: 'c-1', customer: { name: 'Ana' } }), {
      code: 'invalid_request',
      provider: 'registry',
      issues: [{ path: 'customer.email', message: 'is required' }],
    })
    await assert.rejects(payments.customers.create({ reference: 'c-1', customer: { nick: 'A' } } as never), {
      issues: [
        { path: 'customer.name', message: 'is required' },
        { path: 'customer.nick', message: 'is not a known field' },
      ],
    })
    assert.equal(transport.asked.length, 0)
  })

  it('need an account that keeps them', async () => {
    const { payments } = await kept({})
    await assert.rejects(payments.customers.create({ ...ana, provider: 'acme' }), {
      code: 'unsupported_operation',
      message: 'acme has no customers',
    })
    await assert.rejects(payments.customers.create({ ...ana, provider: 'nobody' }), {
      issues: [{ path: 'provider', message: 'expected one of acme, registry' }],
    })
  })

  it('need a name of the account where several keep them, or none', async () => {
    for (const providers of [[], [registry({ apiKey: KEY }), registry({ apiKey: KEY, name: 'other' })]]) {
      const { payments } = await world({ transport: replies({}), providers })
      await assert.rejects(payments.customers.create(ana), {
        issues: [{ path: 'provider', message: 'is required: several providers, or none, keep customers' }],
      })
    }
  })

  it('cannot be asked about where the adapter has no way', async () => {
    const { retrieve: _, ...mute } = registry.definition.customers
    const provider = defineProvider({ ...registry.definition, customers: mute })
    const { payments } = await world({
      transport: replies({ '/people': [made] }),
      providers: [provider({ apiKey: KEY })],
    })
    await payments.customers.create(ana)
    await assert.rejects(payments.customers.retrieve({ reference: 'c-1' }, { refresh: true }), {
      message: 'registry has no way to ask about one customer',
    })
  })
})
