import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm } from '../support/client.js'
import { DISBURSEMENT, idOf, object, QRIS, RETAIL_PAYMENT, VIRTUAL_ACCOUNT } from '../support/samples.js'

describe('palladium: creates', () => {
  it('answers a virtual account in the documented shape', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-virtual-account`, {
      ...VIRTUAL_ACCOUNT,
      expiration_date: '2051-05-20',
    })
    assert.equal(reply.status, 200)
    assert.equal(reply.headers['content-type'], 'application/json')
    const { id, account_number, ...rest } = object(reply)
    assert.match(String(id), /^[0-9a-f]{32}$/)
    assert.match(String(account_number), /^88089999\d{8}$/)
    assert.deepEqual(rest, {
      status: 'unpaid',
      external_id: 'ord-7781',
      bank_code: 'BNI',
      account_name: 'XDT-PT Contoh Jaya',
      amount: 150000,
      is_single_use: true,
      expiration_date: '2051-05-20 07:00:00',
    })
  })

  for (const [bank, number, name] of [
    ['BNI', /^88089999\d{8}$/, 'XDT-PT Contoh Jaya'],
    ['BRI', /^92001999\d{7}$/, 'PT Contoh Jaya'],
    ['MANDIRI', /^88908999\d{7}$/, 'PT Contoh Jaya'],
    ['BCA', /^\d{16}$/, 'PT Contoh Jaya'],
    ['BSS', /^\d{16}$/, 'PT Contoh Jaya'],
  ] as const) {
    it(`gives a virtual account of ${bank} the number and name of that bank`, async () => {
      await using simulator = await startSimulator('palladium')
      const reply = await postForm(`${simulator.url}/create-virtual-account`, { ...VIRTUAL_ACCOUNT, bank_code: bank })
      assert.match(String(object(reply)['account_number']), number)
      assert.equal(object(reply)['account_name'], name)
    })
  }

  it('takes the payer by the name of the tables, of the samples, or both', async () => {
    await using simulator = await startSimulator('palladium')
    const { name, ...rest } = VIRTUAL_ACCOUNT
    for (const names of [{ name }, { account_name: name }, { name, account_name: name }]) {
      const reply = await postForm(`${simulator.url}/create-virtual-account`, { ...rest, ...names })
      assert.equal(object(reply)['account_name'], 'XDT-PT Contoh Jaya')
    }
  })

  it('lets a virtual account without a date last for decades', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    assert.equal(object(reply)['expiration_date'], '2052-12-23 00:00:00')
  })

  it('answers a retail payment in the documented shape', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-retail-payment`, {
      ...RETAIL_PAYMENT,
      expiration_date: '2051-05-20',
    })
    const { id, payment_code, ...rest } = object(reply)
    assert.match(String(id), /^[0-9a-f]{32}$/)
    assert.match(String(payment_code), /^TEST\d{6}$/)
    assert.deepEqual(rest, {
      status: 'unpaid',
      external_id: 'ord-7782',
      retail_outlet_name: 'ALFAMART',
      name: 'PT Contoh Jaya',
      amount: 85000,
      is_single_use: false,
      expiration_date: '2051-05-20 07:00:00',
    })
  })

  it('answers a QRIS that ends after 24 hours, with its fee', async () => {
    await using simulator = await startSimulator('palladium')
    simulator.clock.set(new Date('2031-05-17T03:15:00Z'))
    const reply = await postForm(`${simulator.url}/create-qris`, QRIS)
    const { id, qris_string, ...rest } = object(reply)
    assert.match(String(id), /^[0-9a-f]{32}$/)
    assert.match(String(qris_string), /^000201/)
    assert.deepEqual(rest, {
      status: 'unpaid',
      external_id: 'ord-7783',
      amount: 42000,
      fees: 1239,
      expiration_date: '2031-05-18 10:15:00',
      timeout_in_seconds: 86400,
    })
  })

  it('writes a QRIS text whose fields add up and whose checksum is right', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-qris`, QRIS)
    const text = String(object(reply)['qris_string'])
    const fields = new Map<string, string>()
    for (let position = 0; position < text.length;) {
      const length = Number(text.slice(position + 2, position + 4))
      fields.set(text.slice(position, position + 2), text.slice(position + 4, position + 4 + length))
      position += 4 + length
    }
    assert.equal(fields.get('53'), '360')
    assert.equal(fields.get('54'), '42000')
    assert.equal(fields.get('58'), 'ID')
    assert.equal([...fields.keys()].at(-1), '63')
    assert.equal(fields.get('63'), checksum(text.slice(0, -4)))
    assert.equal(checksum('123456789'), '29B1')
  })

  it('answers a disbursement in the documented shape', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-disbursement`, { ...DISBURSEMENT, use_flashloan: '0' })
    const { id, ...rest } = object(reply)
    assert.match(String(id), /^[0-9a-f]{32}$/)
    assert.deepEqual(rest, {
      status: 'pending',
      external_id: 'po-5512',
      bank_code: 'BCA',
      account_name: 'Sri Rahayu',
      account_number: '0098123456',
      description: 'Komisi Mei',
      amount: 250000,
      fees: 8400,
      flashloan_status: 'not_flashloan',
    })
  })

  it('writes every create into the ledger, and nothing for what it refuses', async () => {
    await using simulator = await startSimulator('palladium')
    const ids = [
      idOf(await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)),
      idOf(await postForm(`${simulator.url}/create-retail-payment`, RETAIL_PAYMENT)),
      idOf(await postForm(`${simulator.url}/create-qris`, QRIS)),
      idOf(await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)),
    ]
    await postForm(`${simulator.url}/create-disbursement`, { ...DISBURSEMENT, amount: '0' })
    const entries = simulator.ledger.entries.map(({ at, ...entry }) => entry)
    assert.deepEqual(entries, [
      {
        sequence: 1,
        type: 'virtual_account',
        endpoint: 'create-virtual-account',
        providerId: ids[0],
        reference: 'ord-7781',
        amount: '150000',
        currency: 'IDR',
      },
      {
        sequence: 2,
        type: 'retail_payment',
        endpoint: 'create-retail-payment',
        providerId: ids[1],
        reference: 'ord-7782',
        amount: '85000',
        currency: 'IDR',
      },
      {
        sequence: 3,
        type: 'qris',
        endpoint: 'create-qris',
        providerId: ids[2],
        reference: 'ord-7783',
        amount: '42000',
        currency: 'IDR',
      },
      {
        sequence: 4,
        type: 'disbursement',
        endpoint: 'create-disbursement',
        providerId: ids[3],
        reference: 'po-5512',
        amount: '250000',
        currency: 'IDR',
      },
    ])
  })

  it('makes a new object of every create, whatever its reference', async () => {
    await using simulator = await startSimulator('palladium')
    const first = await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    const second = await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    assert.notEqual(idOf(first), idOf(second))
    assert.equal(simulator.ledger.by('po-5512').length, 2)
  })

  it('refuses a repeated reference of the same kind in the strict mode', async () => {
    await using simulator = await startSimulator('palladium', { dedupe: true })
    await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    const second = await postForm(`${simulator.url}/create-disbursement`, DISBURSEMENT)
    const otherKind = await postForm(`${simulator.url}/create-qris`, { ...QRIS, external_id: 'po-5512' })
    assert.equal(second.status, 409)
    assert.deepEqual(second.json, { message: 'The external_id has already been taken.' })
    assert.equal(otherKind.status, 200)
    assert.equal(simulator.ledger.count({ type: 'disbursement' }), 1)
  })
})

/** CRC-16/CCITT-FALSE, by polynomial division over a string of bits: another way than the simulator's. */
function checksum(text: string): string {
  let register = 0xffff
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  for (const bit of bits) {
    const carry = (register >> 15) ^ Number(bit)
    register = (register << 1) & 0xffff
    if (carry === 1) register ^= 0x1021
  }
  return register.toString(16).toUpperCase().padStart(4, '0')
}
