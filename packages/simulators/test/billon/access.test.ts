import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm, postJson, send } from '../support/client.js'
import { object } from '../support/samples.js'
import { INVALID, Panel, PASSWORD, PAYOUT, refusalOf, startPanel } from './panel.js'

const DAY_MS = 86_400_000
const UNAUTHORIZED = { error: { message: 'Invalid token', type: 'UNAUTHORIZED' }, errors: [] }

describe('billon: access', () => {
  it('is found at the root of its address', async () => {
    await using simulator = await startSimulator('billon')
    assert.match(simulator.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('gives a token in the form of a JWT for any password, and writes nothing on the ledger', async () => {
    await using simulator = await startSimulator('billon')
    const reply = await postJson(`${simulator.url}/api/authenticate`, { apiKey: PASSWORD }, { authorization: '' })
    assert.equal(reply.status, 200)
    assert.deepEqual(Object.keys(object(reply)), ['token'])
    assert.match(String(object(reply)['token']), /^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.[\w-]+\.[\w-]+$/)
    assert.equal(simulator.ledger.count(), 0)
  })

  it('takes only the password that it was told of', async () => {
    await using simulator = await startSimulator('billon', { apiKey: 'right' })
    const panel = new Panel(simulator)
    assert.equal((await panel.logIn('right')).status, 200)
    assert.deepEqual(refusalOf(await panel.logIn('wrong')), INVALID)
  })

  for (const body of [{}, { apiKey: '' }, { apiKey: 7 }, { apiKey: null }, { apiKey: 'a', wui: 'b' }, '{"apiKey":']) {
    it(`gives no token for ${JSON.stringify(body)}`, async () => {
      await using simulator = await startSimulator('billon')
      assert.deepEqual(refusalOf(await postJson(`${simulator.url}/api/authenticate`, body)), INVALID)
    })
  }

  it('says that a required field is empty as the page does', async () => {
    await using simulator = await startSimulator('billon')
    assert.deepEqual((await postJson(`${simulator.url}/api/authenticate`, { apiKey: '' })).json, {
      error: { message: 'One of required fields is empty!', type: 'INVALID_PARAMS' },
      errors: [],
    })
  })

  it('keeps the password out of the request log', async () => {
    await using panel = await startPanel()
    assert.equal(panel.simulator.requests[0]?.endpoint, 'authenticate')
    assert.ok(!JSON.stringify(panel.simulator.requests[0].fields).includes(PASSWORD))
  })

  for (const [what, headers] of [
    ['no token', { 'x-access-token': '' }],
    ['a token that was never given', { 'x-access-token': 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2ln' }],
    ['the permanent password', { 'x-access-token': PASSWORD }],
  ] as const) {
    it(`answers 401 to ${what}`, async () => {
      await using panel = await startPanel()
      for (const path of ['create', 'cancel']) {
        const reply = await panel.post(path, PAYOUT, headers)
        assert.equal(reply.status, 401)
        assert.deepEqual(reply.json, UNAUTHORIZED)
      }
      assert.equal(panel.simulator.ledger.count(), 0)
    })
  }

  it('wants the token bare, in its own header', async () => {
    await using panel = await startPanel()
    const { token } = panel
    assert.equal((await panel.post('create', PAYOUT, { 'x-access-token': `Bearer ${token}` })).status, 401)
    const elsewhere = { 'x-access-token': '', authorization: `Bearer ${token}` }
    assert.equal((await panel.post('create', PAYOUT, elsewhere)).status, 401)
  })

  it('answers 401 without the header at all', async () => {
    await using simulator = await startSimulator('billon')
    assert.equal((await postJson(`${simulator.url}/api/payment/cancel`, { ids: [1] })).status, 401)
  })

  it('takes a token for 24 hours', async () => {
    await using panel = await startPanel()
    panel.simulator.clock.advance(DAY_MS - 60_000)
    assert.equal((await panel.create()).status, 200)
    panel.simulator.clock.advance(60_000)
    const late = await panel.create()
    assert.equal(late.status, 401)
    assert.deepEqual(late.json, UNAUTHORIZED)
    await panel.logIn()
    assert.equal((await panel.create()).status, 200)
  })

  it('takes a token as long as it is told', async () => {
    await using panel = await startPanel({ tokenLifetimeMs: 60_000 })
    panel.simulator.clock.advance(59_000)
    assert.equal((await panel.create()).status, 200)
    panel.simulator.clock.advance(1_000)
    assert.equal((await panel.create()).status, 401)
  })

  it('takes an older token beside a new one', async () => {
    await using panel = await startPanel()
    const older = panel.token
    await panel.logIn()
    assert.notEqual(panel.token, older)
    assert.equal((await panel.post('create', PAYOUT, { 'x-access-token': older })).status, 200)
  })

  it('ends an older token with a new one when it is told to', async () => {
    await using panel = await startPanel({ oneTokenAtATime: true })
    const older = panel.token
    await panel.logIn()
    assert.equal((await panel.post('create', PAYOUT, { 'x-access-token': older })).status, 401)
    assert.equal((await panel.create()).status, 200)
  })

  it('can take every token back', async () => {
    await using panel = await startPanel()
    panel.simulator.actions.revokeTokens()
    assert.equal((await panel.create()).status, 401)
    await panel.logIn()
    assert.equal((await panel.create()).status, 200)
  })

  it('knows its methods and paths', async () => {
    await using panel = await startPanel()
    const { url } = panel.simulator
    const statusOf = async (method: string, path: string): Promise<number> =>
      (await send(`${url}${path}`, { method })).status
    assert.equal(await statusOf('GET', '/api/payment/create'), 405)
    assert.equal(await statusOf('GET', '/api/authenticate'), 405)
    assert.equal(await statusOf('POST', '/payment/create'), 404)
    assert.equal(await statusOf('GET', '/api/payment/4182'), 404)
    assert.equal(await statusOf('POST', '/directaccess/authenticate'), 404)
    assert.deepEqual(refusalOf(await send(`${url}/api/payment`)), [404, 'INVALID_PARAMS', []])
    assert.deepEqual(refusalOf(await panel.post('create?page=1', PAYOUT)), INVALID)
  })

  it('takes application/json only', async () => {
    await using panel = await startPanel()
    const statusOf = async (contentType: string): Promise<number> =>
      (await panel.post('create', PAYOUT, { 'content-type': contentType })).status
    assert.equal(await statusOf('application/json; charset=utf-8'), 200)
    assert.equal(await statusOf('text/plain'), 400)
    assert.equal(await statusOf('application/json; charset=latin1'), 400)
    assert.equal(await statusOf(''), 400)
    assert.deepEqual(
      refusalOf(await postForm(`${panel.simulator.url}/api/authenticate`, { apiKey: PASSWORD })),
      INVALID,
    )
  })

  it('refuses a token that is given twice', async () => {
    await using panel = await startPanel()
    const { token } = panel
    const reply = await send(`${panel.simulator.url}/api/payment/create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-access-token': [token, token] },
      body: JSON.stringify(PAYOUT),
    })
    assert.ok(reply.status >= 400, reply.text)
    assert.equal(panel.simulator.ledger.count(), 0)
  })
})
