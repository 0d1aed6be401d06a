import assert from 'node:assert/strict'
import { startSimulator, type BodyReply, type PalladiumSimulator } from '@polyrail/simulators'
import { postForm, send, type Reply } from '../support/client.js'
import { createLink, DISBURSEMENT, idOf, object, VIRTUAL_ACCOUNT } from '../support/samples.js'

async function meet(simulator: PalladiumSimulator, reply: BodyReply): Promise<Reply> {
  simulator.faults.add({ on: 'create-disbursement', reply })
  const answered = await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
  assert.equal(answered.status, 200)
  assert.equal(Number(answered.headers['content-length']), answered.bytes.length)
  assert.equal(simulator.ledger.count({ reference: 'po-5512' }), 1)
  return answered
}

describe('faults: an answer that is wrong or strange', () => {
  it('echoes another reference', async () => {
    await using simulator = await startSimulator('palladium')
    assert.equal(object(await meet(simulator, { kind: 'wrong-reference' }))['external_id'], 'po-5512-other')
  })

  it('echoes the reference it is told to', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await meet(simulator, { kind: 'wrong-reference', reference: 'po-1' })
    assert.equal(object(reply)['external_id'], 'po-1')
  })

  it('echoes another amount', async () => {
    await using simulator = await startSimulator('palladium')
    assert.equal(object(await meet(simulator, { kind: 'wrong-amount' }))['amount'], 250_001)
  })

  it('echoes the amount it is told to', async () => {
    await using simulator = await startSimulator('palladium')
    assert.equal(object(await meet(simulator, { kind: 'wrong-amount', amount: 2.5 }))['amount'], 2.5)
  })

  it('forgets the id', async () => {
    await using simulator = await startSimulator('palladium')
    assert.ok(!('id' in object(await meet(simulator, { kind: 'missing-id' }))))
  })

  for (const [key, first, second] of [
    ['id', /"id":"[0-9a-f]{32}"/, /,"id":"[0-9a-f]{32}-other"\}$/],
    ['reference', /"external_id":"po-5512"/, /,"external_id":"po-5512-other"\}$/],
    ['amount', /"amount":250000/, /,"amount":250001\}$/],
    ['status', /"status":"pending"/, /,"status":"pending-other"\}$/],
  ] as const) {
    it(`says the ${key} twice, with two values`, async () => {
      await using simulator = await startSimulator('palladium')
      const { text } = await meet(simulator, { kind: 'duplicate-keys', key })
      assert.match(text, first)
      assert.match(text, second)
    })
  }

  for (const [shape, expected] of [
    ['amount-string', /"amount":"250000"/],
    ['id-number', /"id":12345,/],
    ['array', /^\[\{"id":.*\}\]$/],
    ['string', /^"\{\\"id\\":/],
    ['null', /^null$/],
  ] as const) {
    it(`has the wrong JSON type: ${shape}`, async () => {
      await using simulator = await startSimulator('palladium')
      assert.match((await meet(simulator, { kind: 'wrong-types', shape })).text, expected)
    })
  }

  it('writes the right amount with an exponent', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await meet(simulator, { kind: 'number', form: 'exponent' })
    assert.match(reply.text, /"amount":2\.50000e5,/)
    assert.equal(object(reply)['amount'], 250_000)
  })

  it('writes an amount of seventeen digits, which a double cannot hold', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await meet(simulator, { kind: 'number', form: 'seventeen-digits' })
    assert.match(reply.text, /"amount":25000099999999991,/)
    assert.equal(Number.isSafeInteger(object(reply)['amount']), false)
  })

  it('writes an amount whose fraction a double loses', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await meet(simulator, { kind: 'number', form: 'hidden-fraction' })
    assert.match(reply.text, /"amount":250000\.0{10,}1,/)
    assert.equal(object(reply)['amount'], 250_000)
  })

  it('is larger than 1 MiB, and still JSON', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await meet(simulator, { kind: 'huge' })
    assert.ok(reply.bytes.length > 1_048_576)
    assert.equal(object(reply)['external_id'], 'po-5512')
  })

  it('is as large as it is told to be', async () => {
    await using simulator = await startSimulator('palladium')
    assert.equal(String(object(await meet(simulator, { kind: 'huge', bytes: 5_000 }))['padding']).length, 5_000)
  })

  it('contains bytes that are not UTF-8', async () => {
    await using simulator = await startSimulator('palladium')
    const { bytes } = await meet(simulator, { kind: 'invalid-utf8' })
    assert.ok(bytes.includes(Buffer.from([0x22, 0xc3, 0x28, 0x22])))
    assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  })

  it('is nested deeply', async () => {
    await using simulator = await startSimulator('palladium')
    const { text } = await meet(simulator, { kind: 'deep', levels: 3 })
    assert.ok(text.endsWith(',"nested":[[[]]]}'))
  })

  it('tells a status that nobody knows', async () => {
    await using simulator = await startSimulator('palladium')
    assert.equal(object(await meet(simulator, { kind: 'unknown-status' }))['status'], 'on_hold')
  })

  it('distorts what stands in the array of a query', async () => {
    await using simulator = await startSimulator('palladium')
    const id = idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT))
    simulator.faults.add({ on: 'query-virtual-account', reply: { kind: 'unknown-status', status: 'rejected' } })
    const { json } = await send(`${simulator.url}/query-virtual-account?id=${id}`)
    assert.ok(Array.isArray(json))
    assert.equal((json as { status: string }[])[0]?.status, 'rejected')
  })

  it('distorts the items of a page, by the names of that provider', async () => {
    await using simulator = await startSimulator('palomma')
    await createLink(simulator)
    simulator.faults.add({ on: 'list-payin-links', reply: { kind: 'wrong-reference', reference: 'mine' } })
    const { json } = await send(`${simulator.url}/payinLinks`)
    assert.equal((json as { items: { reference: string }[] }).items[0]?.reference, 'mine')
  })

  it('leaves the provider itself as it is', async () => {
    await using simulator = await startSimulator('palladium')
    await meet(simulator, { kind: 'wrong-amount' })
    const { providerId = '', amount } = simulator.ledger.entries[0] ?? {}
    const queried = object(await send(`${simulator.url}/query-disbursement?id=${providerId}`))
    assert.deepEqual([queried['amount'], amount], [250_000, '250000'])
  })
})
