import assert from 'node:assert/strict'
import { defineProvider } from '../../src/index.js'
import { KEY, definition, getCharge, tokened, tokenConnect } from '../support/acme.js'
import { answer, bodyOf, refused, replies, silence, unreachable, type Reply } from '../support/transport.js'
import { payin, stateOf, world } from '../support/world.js'

const token = (text: string) => answer(200, { token: text, seconds: 86_400 })
const paid = answer(201, { id: 'ch_1', status: 'paid' })
const reading = defineProvider({
  ...definition,
  name: 'reading',
  connect: tokenConnect,
  balances: async ({ call }) => {
    await call(getCharge, { id: 'balance' })
    return []
  },
})
const opened = (
  byPath: Readonly<Record<string, readonly Reply[]>>,
  provider: typeof tokened | typeof reading = tokened,
) => world({ transport: replies(byPath), providers: [provider({ apiKey: KEY })] })
const paths = (transport: { readonly sent: readonly { readonly path: string }[] }) =>
  transport.sent.map(({ path }) => path)

describe('authentication', () => {
  it('carries the credentials and no authorization, and happens once for many payins', async () => {
    const { payments, transport } = await opened({ '/login': [token('one')], '/charges': [paid, paid, paid] })
    await Promise.all(['a', 'b', 'c'].map((reference) => payments.payins.create(payin({ reference }))))
    assert.deepEqual(paths(transport).sort(), ['/charges', '/charges', '/charges', '/login'])
    const login = transport.sent.find(({ path }) => path === '/login')!
    assert.deepEqual(bodyOf(login), { password: KEY })
    assert.equal(login.headers['authorization'], undefined)
  })

  const outages: readonly (readonly [string, Reply, string])[] = [
    ['does not answer', silence, 'provider_unavailable'],
    ['is broken', answer(500, {}), 'provider_unavailable'],
    ['refuses', refused(401, 'who'), 'authentication_failed'],
    ['refuses in its own way', refused(400, 'locked'), 'authentication_failed'],
    ['speaks another language', answer(200, { ok: true }), 'invalid_provider_response'],
  ]
  for (const [what, reply, code] of outages) {
    it(`that ${what} leaves nothing in the journal, and is not tried again at once`, async () => {
      const { payments, transport, journal, clock } = await opened({
        '/login': [reply, token('one')],
        '/charges': [paid],
      })
      await assert.rejects(payments.payins.create(payin()), { code, provider: 'tokened' })
      await assert.rejects(payments.payins.create(payin()), { code })
      assert.deepEqual(
        transport.asked.map(({ path }) => path),
        ['/login'],
      )
      assert.equal(await stateOf(journal), undefined)
      clock.advance(1_000)
      assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    })
  }

  it('that cannot be reached leaves nothing in the journal, and is tried again at once', async () => {
    const { payments, journal } = await opened({ '/login': [unreachable, token('one')], '/charges': [paid] })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable', provider: 'tokened' })
    assert.equal(await stateOf(journal), undefined)
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
  })

  it('that answers nonsense leaves nothing in the journal', async () => {
    const broken = defineProvider({
      ...definition,
      connect: (settings) => {
        const { authorization } = tokenConnect(settings)
        return {
          authorization: {
            ...authorization,
            read: () => {
              throw new TypeError('no token')
            },
          },
        }
      },
    })
    const { payments, journal } = await world({
      transport: replies({ '/login': [token('one')] }),
      providers: [broken({ apiKey: KEY })],
    })
    await assert.rejects(payments.payins.create(payin()), { code: 'invalid_provider_response' })
    assert.equal(await stateOf(journal), undefined)
  })
})

describe('a read whose token is refused', () => {
  it('is repeated once with a new one', async () => {
    const { payments, transport } = await opened(
      { '/login': [token('one'), token('two')], '/charges/balance': [refused(401, 'who'), paid] },
      reading,
    )
    assert.deepEqual(await payments.balances.retrieve({ provider: 'reading' }), [])
    const reads = transport.sent.filter(({ path }) => path === '/charges/balance')
    assert.deepEqual(
      reads.map(({ headers }) => headers['authorization']),
      ['Bearer one', 'Bearer two'],
    )
  })

  it('and then again is an error', async () => {
    const { payments, transport } = await opened(
      { '/login': [token('one'), token('two')], '/charges/balance': [refused(401, 'who'), refused(401, 'who'), paid] },
      reading,
    )
    await assert.rejects(payments.balances.retrieve({ provider: 'reading' }), {
      code: 'authentication_failed',
      httpStatus: 401,
    })
    assert.deepEqual(paths(transport), ['/login', '/charges/balance', '/login', '/charges/balance'])
  })
})
