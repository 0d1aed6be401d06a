import assert from 'node:assert/strict'
import { memoryTokenStore, type StoredToken, type TokenStore } from '../../src/index.js'
import { TokenSource } from '../../src/transport/tokens.js'
import { manualClock } from '../support/clock.js'

const HOUR = 3_600_000
const ACCOUNT = { parts: ['acme', 'https://acme.test'], secrets: ['a-very-secret-key'] }

interface Given {
  readonly lifetimeMs?: number
  readonly authenticate?: (call: number) => Promise<{ token: string; lifetimeMs: number }>
}

const source = ({ lifetimeMs = 24 * HOUR, authenticate }: Given = {}) => {
  const clock = manualClock()
  const store = memoryTokenStore()
  let calls = 0
  const made = (): TokenSource =>
    new TokenSource(
      ACCOUNT,
      async () => {
        calls += 1
        return authenticate === undefined ? { token: `token-${calls}`, lifetimeMs } : authenticate(calls)
      },
      { store, clock, random: () => 0 },
    )
  return { source: made(), another: made, clock, store, calls: () => calls }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('tokens', () => {
  it('are asked for once, however many want one', async () => {
    const { source: tokens, calls } = source()
    const got = await Promise.all(Array.from({ length: 50 }, () => tokens.current()))
    assert.deepEqual(new Set(got.map(({ token }) => token)), new Set(['token-1']))
    assert.equal(calls(), 1)
  })

  it('of a day are refreshed ahead after 80 percent, in the background', async () => {
    const { source: tokens, clock, calls } = source()
    await tokens.current()
    clock.advance(19.2 * HOUR - 1)
    assert.equal((await tokens.current()).token, 'token-1')
    assert.equal(calls(), 1)
    clock.advance(1)
    assert.equal((await tokens.current()).token, 'token-1')
    await settled()
    assert.equal((await tokens.current()).token, 'token-2')
    assert.equal(calls(), 2)
  })

  it('of a day are not used in their last tenth', async () => {
    const { source: tokens, clock } = source()
    await tokens.current()
    clock.advance(21.6 * HOUR)
    assert.equal((await tokens.current()).token, 'token-2')
  })

  for (const [lifetimeMs, usableMs] of [
    [HOUR, 45 * 60_000],
    [10 * 60_000, 5 * 60_000],
    [5 * HOUR, 4.5 * HOUR],
  ] as const) {
    it(`of ${lifetimeMs / 60_000} minutes are used for ${usableMs / 60_000}`, async () => {
      const { source: tokens, clock } = source({ lifetimeMs })
      const { expiresAt } = await tokens.current()
      assert.equal(expiresAt - clock.now(), usableMs)
      clock.advance(usableMs)
      assert.equal((await tokens.current()).token, 'token-2')
    })
  }

  it('live from when they were asked for, not from when they came', async () => {
    const started = source({
      authenticate: async (call) => {
        started.clock.advance(10 * 60_000)
        return { token: `token-${call}`, lifetimeMs: HOUR }
      },
    })
    const { expiresAt } = await started.source.current()
    assert.equal(expiresAt - started.clock.now(), 35 * 60_000)
  })

  it('that are refused are replaced once, whoever says so', async () => {
    const { source: tokens, calls } = source()
    const refused = await tokens.current()
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.replace(refused)))
    assert.deepEqual(new Set(got.map(({ token, generation }) => `${token} ${generation}`)), new Set(['token-2 2']))
    assert.equal((await tokens.replace(refused)).token, 'token-2')
    assert.equal(calls(), 2)
  })

  it('are shared by processes that share a store', async () => {
    const { source: tokens, another, calls } = source()
    const refused = await tokens.current()
    const other = another()
    assert.equal((await other.current()).token, 'token-1')
    await tokens.replace(refused)
    assert.equal((await other.replace(refused)).token, 'token-2')
    assert.equal(calls(), 2)
  })

  it('that cannot be had are not asked for again for 1, 2, 4, 8, 15, 30 and 30 seconds', async () => {
    const { source: tokens, clock, calls } = source({ authenticate: (call) => Promise.reject(new Error(`no ${call}`)) })
    const waits = []
    for (let failure = 1; failure <= 7; failure += 1) {
      await assert.rejects(tokens.current(), { message: `no ${failure}` })
      let waited = 0
      while (calls() === failure && waited < 60_000) {
        await assert.rejects(tokens.current(), { message: `no ${failure}` })
        clock.advance(500)
        waited += 500
        if (waited % 1000 === 0 && [1, 2, 4, 8, 15, 30, 30][failure - 1]! * 1000 === waited) break
      }
      waits.push(waited / 1000)
    }
    assert.deepEqual(waits, [1, 2, 4, 8, 15, 30, 30])
    assert.equal(calls(), 7)
  })

  it('are asked for at once again after one was had', async () => {
    let down = true
    const {
      source: tokens,
      clock,
      calls,
    } = source({
      authenticate: async (call) => {
        if (down) throw new Error('down')
        return { token: `token-${call}`, lifetimeMs: HOUR }
      },
    })
    await assert.rejects(tokens.current())
    down = false
    clock.advance(1_000)
    const token = await tokens.current()
    down = true
    await assert.rejects(tokens.replace(token))
    clock.advance(1_000)
    await assert.rejects(tokens.replace(token))
    assert.equal(calls(), 4)
  })

  it('that cannot be refreshed ahead are used to their end', async () => {
    let down = false
    const { source: tokens, clock } = source({
      authenticate: async (call) => {
        if (down) throw new Error('down')
        return { token: `token-${call}`, lifetimeMs: 24 * HOUR }
      },
    })
    await tokens.current()
    down = true
    clock.advance(20 * HOUR)
    assert.equal((await tokens.current()).token, 'token-1')
    await settled()
    assert.equal((await tokens.current()).token, 'token-1')
    clock.advance(1.6 * HOUR)
    await assert.rejects(tokens.current(), { message: 'down' })
  })

  it('are kept sealed, under a name that says nothing about credentials', async () => {
    const { source: tokens, store } = source()
    const saved: (readonly [string, StoredToken])[] = []
    const save = store.save.bind(store)
    store.save = async (name, token) => {
      saved.push([name, token])
      return save(name, token)
    }
    await tokens.current()
    const [[name, token] = ['', undefined]] = saved
    assert.match(name, /^[\w-]{43}$/)
    assert.doesNotMatch(JSON.stringify(saved), /token-1|a-very-secret-key/)
    assert.ok(!Buffer.from(token?.sealed ?? '', 'base64url').includes('token-1'))
  })

  it('of other credentials are not taken, and a spoilt one is replaced', async () => {
    const { source: tokens, another, store, calls } = source()
    await tokens.current()
    const load = store.load.bind(store)
    store.load = async (name) => {
      const found = await load(name)
      return found && { ...found, sealed: Buffer.alloc(64, 7).toString('base64url') }
    }
    assert.equal((await another().current()).token, 'token-2')
    assert.equal(calls(), 2)
  })

  it('are had without a store that fails', async () => {
    const { source: tokens, store, calls } = source()
    const fails = () => Promise.reject(new Error('down'))
    Object.assign(store, { load: fails, save: fails, claim: fails })
    assert.equal((await tokens.current()).token, 'token-1')
    assert.equal((await tokens.current()).token, 'token-1')
    assert.equal(calls(), 1)
  })

  it('that another process is getting are waited for', async () => {
    const { source: tokens, store, calls, clock } = source()
    const name = await nameOf(store, tokens)
    assert.equal(await store.claim(name, 1, 60_000), true)
    const replaced = tokens.replace(await tokens.current())
    await settled()
    await store.save(name, { ...(await store.load(name))!, generation: 1 })
    const other = source()
    const elsewhere = new TokenSource(ACCOUNT, async () => ({ token: 'theirs', lifetimeMs: HOUR }), {
      store: { ...other.store, save: (_, token) => store.save(name, { ...token, generation: 2 }) },
      clock: other.clock,
      random: () => 0,
    })
    await elsewhere.current()
    clock.advance(200)
    assert.equal((await replaced).token, 'theirs')
    assert.equal(calls(), 1)
  })

  it('are asked for all the same when who was to get them does not come back in ten seconds', async () => {
    const { source: tokens, store, calls } = source()
    const name = await nameOf(store, tokens)
    assert.equal(await store.claim(name, 1, 60_000), true)
    assert.equal((await tokens.replace(await tokens.current())).token, 'token-2')
    assert.equal(calls(), 2)
  })
})

/** Under which name the tokens of the account are kept. */
const nameOf = async (store: TokenStore, tokens: TokenSource): Promise<string> => {
  let name = ''
  const save = store.save.bind(store)
  store.save = (key, token) => {
    name = key
    return save(key, token)
  }
  await tokens.current()
  store.save = save
  return name
}
