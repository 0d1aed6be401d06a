import assert from 'node:assert/strict'
import { KEY, acme } from '../support/acme.js'
import { answer, bodyOf, scripted, silence } from '../support/transport.js'
import { all, payin, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const numbered = () => scripted((_, count) => answer(201, { id: `ch_${count}`, status: 'paid' }))

describe('merchants of one platform', () => {
  it('have references of their own', async () => {
    const { payments, transport } = await world({ transport: numbered() })
    const [one, two] = [payments.for('merchant-1'), payments.for('merchant-2')]
    const first = await one.payins.create(payin())
    const second = await two.payins.create(payin({ amount: { amount: '2000', currency: 'IDR' } }))
    assert.deepEqual([first.merchant, second.merchant, one.merchant], ['merchant-1', 'merchant-2', 'merchant-1'])
    assert.notEqual(first.id, second.id)
    assert.equal(transport.sent.length, 2)
    assert.deepEqual(await one.payins.create(payin()), first)
    assert.equal(transport.sent.length, 2)
  })

  it('cannot see, find or change what belongs to another', async () => {
    const { payments } = await world({ transport: numbered() })
    const [one, two] = [payments.for('merchant-1'), payments.for('merchant-2')]
    const { id, operationId } = await one.payins.create(payin())
    for (const other of [two, payments]) {
      assert.equal(await other.payins.retrieve({ id }), undefined)
      assert.equal(await other.payins.retrieve({ reference: 'order-1' }), undefined)
      assert.equal(await other.payins.retrieve({ provider: 'acme', providerId: 'ch_1' }), undefined)
      assert.equal(await other.operations.retrieve(operationId), undefined)
      assert.equal((await all(other.payins.list())).length, 0)
      assert.equal((await all(other.operations.list())).length, 0)
    }
    assert.equal((await all(one.payins.list())).length, 1)
  })

  it('never meet at the provider, whatever they call their payments', async () => {
    const { payments, transport } = await world({ transport: numbered() })
    const first = await payments.payins.create(payin())
    await payments.for('merchant-1').payins.create(payin())
    const { providerReference } = (await payments.for('merchant-1').operations.list().next()).value!
    assert.match(providerReference, /^[A-Z2-7]{26}$/)
    // What somebody else's derived reference looks like, as a reference of one's own.
    await payments.payins.create(payin({ reference: providerReference }))
    const names = transport.sent.map((request) => (bodyOf(request) as { reference: string }).reference)
    assert.equal(names[0], 'order-1')
    assert.equal(new Set(names).size, 3)
    assert.equal(first.reference, 'order-1')
  })

  it('are the default merchant where none is named', async () => {
    const { payments, transport } = await world({ transport: numbered() })
    const created = await payments.for('default').payins.create(payin())
    assert.deepEqual(await payments.payins.create(payin()), created)
    assert.equal(transport.sent.length, 1)
  })

  for (const merchant of ['', ' a', 'a b', 'a/b', '../x', 'a'.repeat(129), '-a', 'é', 7, null, undefined]) {
    it(`cannot be named ${JSON.stringify([merchant])}`, async () => {
      const { payments } = await world({ transport: numbered() })
      assert.throws(() => payments.for(merchant as never), {
        code: 'invalid_request',
        issues: [
          { path: 'merchant', message: 'expected 1 to 128 letters, digits, dots, colons, dashes or underscores' },
        ],
      })
    })
  }

  it('may have accounts of their own, loaded once', async () => {
    const asked: string[] = []
    const { payments, transport } = await world({
      transport: scripted(() => paid),
      merchants: async (merchant) => {
        asked.push(merchant)
        return [acme({ apiKey: `key-of-${merchant}` })]
      },
    })
    await payments.payins.create(payin({ reference: 'a' }))
    await Promise.all(['a', 'b'].map((reference) => payments.for('merchant-1').payins.create(payin({ reference }))))
    await payments.for('merchant-1').payins.create(payin({ reference: 'c' }))
    assert.deepEqual(asked, ['merchant-1'])
    assert.deepEqual(
      transport.sent.map(({ headers }) => headers['authorization']),
      [`Bearer ${KEY}`, ...Array.from({ length: 3 }, () => 'Bearer key-of-merchant-1')],
    )
  })

  it('are asked for again when the platform could not tell', async () => {
    let calls = 0
    const { payments } = await world({
      transport: scripted(() => paid),
      merchants: async () => {
        calls += 1
        if (calls === 1) throw new Error('the directory is down')
        return [acme({ apiKey: KEY })]
      },
    })
    const one = payments.for('merchant-1')
    await assert.rejects(one.payins.create(payin()), /the directory is down/)
    assert.equal((await one.payins.create(payin())).status, 'succeeded')
  })

  it('may have no account', async () => {
    const { payments } = await world({ transport: scripted(() => silence), merchants: async () => [] })
    await assert.rejects(payments.for('merchant-1').payins.create(payin()), { code: 'unsupported_operation' })
    assert.deepEqual(await payments.for('merchant-1').providers.list(), [])
  })

  it('cannot have two accounts of one name', async () => {
    const { payments } = await world({
      transport: scripted(() => silence),
      merchants: async () => [acme({ apiKey: KEY }), acme({ apiKey: 'another-key' })],
    })
    await assert.rejects(payments.for('merchant-1').payins.create(payin()), {
      code: 'invalid_configuration',
      issues: [{ path: 'name', message: 'two provider accounts are named acme' }],
    })
  })
})
