import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm, postJson, send } from '../support/client.js'
import { object } from '../support/samples.js'
import { CLIENT, errorOf, startApi } from './api.js'

describe('card-intent: access', () => {
  it('gives a token and its lifetime in seconds', async () => {
    await using simulator = await startSimulator('card-intent')
    const reply = await postJson(`${simulator.url}/auth/token`, CLIENT, { authorization: '' })
    const { access_token, ...rest } = object(reply)
    assert.equal(reply.status, 200)
    assert.match(String(access_token), /^[\w-]+\.[\w-]+\.[\w-]+$/)
    assert.deepEqual(rest, { expiry: 3600 })
    assert.equal(simulator.ledger.count(), 0)
  })

  it('is found at the root of its address', async () => {
    await using simulator = await startSimulator('card-intent')
    assert.match(simulator.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('takes only the client that it was told of', async () => {
    await using simulator = await startSimulator('card-intent', { clientId: 'right', clientSecret: 'key' })
    const ask = async (client_id: string, client_secret: string) =>
      await postJson(`${simulator.url}/auth/token`, { client_id, client_secret })
    assert.equal((await ask('right', 'key')).status, 200)
    assert.equal((await ask('wrong', 'key')).status, 401)
    const refused = await ask('right', 'wrong')
    assert.equal(refused.status, 401)
    assert.deepEqual(refused.json, { error: { code: 'unauthorized', message: 'the credentials are not accepted' } })
  })

  for (const body of [
    {},
    { client_id: 'a' },
    { ...CLIENT, client_id: '' },
    { ...CLIENT, client_secret: 7 },
    { ...CLIENT, grant_type: 'client_credentials' },
  ]) {
    it(`refuses to give a token for ${JSON.stringify(body)}`, async () => {
      await using simulator = await startSimulator('card-intent')
      assert.equal((await postJson(`${simulator.url}/auth/token`, body)).status, 400)
    })
  }

  it('does not take the form of OAuth', async () => {
    await using simulator = await startSimulator('card-intent')
    assert.equal((await postForm(`${simulator.url}/auth/token`, CLIENT)).status, 415)
  })

  for (const authorization of ['', 'Bearer', 'Bearer never-given', 'Basic YTpi']) {
    it(`answers 401 to the authorization "${authorization}"`, async () => {
      await using simulator = await startSimulator('card-intent')
      const reply = await send(`${simulator.url}/transactions/trx_1`, { headers: { authorization } })
      assert.equal(reply.status, 401)
      assert.equal(errorOf(reply)['code'], 'unauthorized')
    })
  }

  it('ends a token by the clock', async () => {
    await using api = await startApi({ tokenLifetimeMs: 90_000 })
    assert.equal((await api.get('/transactions/trx_1')).status, 404)
    api.simulator.clock.advance(90_000)
    assert.equal((await api.get('/transactions/trx_1')).status, 401)
    assert.equal(object(await api.logIn())['expiry'], 90)
    assert.equal((await api.get('/transactions/trx_1')).status, 404)
  })

  it('accepts earlier tokens beside a new one', async () => {
    await using api = await startApi()
    const { headers } = api
    await api.logIn()
    assert.equal((await send(`${api.simulator.url}/transactions/trx_1`, { headers })).status, 404)
  })

  it('ends earlier tokens when there may be only one', async () => {
    await using api = await startApi({ oneTokenAtATime: true })
    const { headers } = api
    await api.logIn()
    assert.equal((await send(`${api.simulator.url}/transactions/trx_1`, { headers })).status, 401)
    assert.equal((await api.get('/transactions/trx_1')).status, 404)
  })

  it('revokes every token', async () => {
    await using api = await startApi()
    api.simulator.actions.revokeTokens()
    assert.equal((await api.get('/transactions/trx_1')).status, 401)
    await api.logIn()
    assert.equal((await api.get('/transactions/trx_1')).status, 404)
  })
})
