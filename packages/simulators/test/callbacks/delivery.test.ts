import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator, type PalladiumSimulator } from '@polyrail/simulators'
import { postForm } from '../support/client.js'
import { startReceiver } from '../support/receiver.js'
import { idOf, VIRTUAL_ACCOUNT } from '../support/samples.js'

const MINUTE_MS = 60_000

const createAccount = async (simulator: PalladiumSimulator, reference = 'ord-1'): Promise<string> =>
  idOf(await postForm(`${simulator.url}/create-virtual-account`, { ...VIRTUAL_ACCOUNT, external_id: reference }))

const statuses = ({ callbacks }: PalladiumSimulator): readonly unknown[] =>
  callbacks.delivered.map(({ status, failure }) => status ?? failure)

describe('callbacks: delivery', () => {
  it('goes to the URL that is given at the start, and says what became of it', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    simulator.clock.set(new Date('2031-05-19T03:00:00.000Z'))
    const providerId = await createAccount(simulator)
    await simulator.callbacks.idle()
    const [attempt] = simulator.callbacks.delivered
    const { at, body, ...rest } = attempt ?? assert.fail('nothing was sent')
    assert.match(at, /^2031-05-19T03:00:0/)
    assert.deepEqual(rest, {
      sequence: 1,
      event: 'virtual-account.created',
      providerId,
      reference: 'ord-1',
      url: receiver.url,
      attempt: 1,
      headers: { 'Content-Type': 'application/json', 'X-CALLBACK-TOKEN': 'simulated-callback-token' },
      status: 200,
    })
    assert.equal(receiver.received.length, 1)
    assert.equal(receiver.received[0]?.path, '/hooks')
    assert.equal(receiver.received[0].body, body)
  })

  it('sends nothing without a URL, and never tells later what happened before', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium')
    await createAccount(simulator, 'unheard')
    simulator.callbacks.sendTo(receiver.url)
    await createAccount(simulator, 'heard')
    await simulator.callbacks.idle()
    simulator.callbacks.sendTo(undefined)
    await createAccount(simulator, 'unheard-again')
    await simulator.callbacks.idle()
    assert.deepEqual(
      simulator.callbacks.delivered.map(({ reference }) => reference),
      ['heard'],
    )
    assert.throws(() => simulator.callbacks.resend({ reference: 'heard' }), { code: 'bad_action' })
  })

  it('changes its receiver on the way', async () => {
    await using first = await startReceiver()
    await using second = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: first.url } })
    await createAccount(simulator)
    await simulator.callbacks.idle()
    simulator.callbacks.sendTo(second.url)
    simulator.actions.pay({ reference: 'ord-1' })
    await simulator.callbacks.idle()
    assert.deepEqual([first.received.length, second.received.length], [1, 1])
  })

  it('keeps the order of what happened', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    const references = Array.from({ length: 10 }, (_, index) => `ord-${index}`)
    for (const reference of references) await createAccount(simulator, reference)
    await simulator.callbacks.idle()
    assert.deepEqual(
      receiver.received.map(({ json }) => (json as Record<string, unknown>)['external_id']),
      references,
    )
  })

  it('tries again after each failure, by its own clock, with the same bytes', async () => {
    await using receiver = await startReceiver(500, 301, 'reset', 204)
    const retryAfterMs = [MINUTE_MS, 2 * MINUTE_MS, 3 * MINUTE_MS, MINUTE_MS]
    await using simulator = await startSimulator('palladium', {
      qaTiming: false,
      callbacks: { url: receiver.url, retryAfterMs },
    })
    await createAccount(simulator)
    await simulator.callbacks.idle()
    assert.deepEqual(statuses(simulator), [500])
    simulator.clock.advance(MINUTE_MS - 1_000)
    await simulator.callbacks.idle()
    assert.deepEqual(statuses(simulator), [500])
    for (const waitMs of [1_000, 2 * MINUTE_MS, 3 * MINUTE_MS, 60 * MINUTE_MS]) {
      simulator.clock.advance(waitMs)
      await simulator.callbacks.idle()
    }
    assert.deepEqual(statuses(simulator), [500, 301, 'ECONNRESET', 204])
    assert.deepEqual(
      simulator.callbacks.delivered.map(({ attempt }) => attempt),
      [1, 2, 3, 4],
    )
    assert.equal(new Set(receiver.received.map(({ body }) => body)).size, 1)
    assert.ok(receiver.received.every(({ path }) => path === '/hooks'))
  })

  it('gives up after the last retry', async () => {
    await using receiver = await startReceiver(500, 500, 500)
    await using simulator = await startSimulator('palladium', {
      qaTiming: false,
      callbacks: { url: receiver.url, retryAfterMs: [MINUTE_MS] },
    })
    await createAccount(simulator)
    await simulator.callbacks.idle()
    for (let minute = 0; minute < 5; minute += 1) {
      simulator.clock.advance(MINUTE_MS)
      await simulator.callbacks.idle()
    }
    assert.deepEqual(statuses(simulator), [500, 500])
  })

  it('survives a receiver that is not there, or resets', async () => {
    const gone = await startReceiver()
    const { url } = gone
    await gone[Symbol.asyncDispose]()
    await using receiver = await startReceiver('reset')
    await using simulator = await startSimulator('palladium', { callbacks: { url } })
    await createAccount(simulator, 'a')
    await simulator.callbacks.idle()
    simulator.callbacks.sendTo(receiver.url)
    await createAccount(simulator, 'b')
    await createAccount(simulator, 'c')
    await simulator.callbacks.idle()
    assert.deepEqual(statuses(simulator), ['ECONNREFUSED', 'ECONNRESET', 200])
  })

  it('stops waiting for an answer, and goes on with the next', async () => {
    await using receiver = await startReceiver('hang')
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, timeoutMs: 50 } })
    await createAccount(simulator, 'a')
    await createAccount(simulator, 'b')
    await simulator.callbacks.idle()
    assert.deepEqual(statuses(simulator), ['timeout', 200])
  })

  it('ends at once with a receiver that hangs, and forgets what waits', async () => {
    await using receiver = await startReceiver('hang')
    const simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, timeoutMs: 60_000 } })
    await createAccount(simulator, 'a')
    await createAccount(simulator, 'b')
    while (receiver.received.length === 0) await sleep(5)
    const idle = simulator.callbacks.idle()
    const start = performance.now()
    await simulator.close()
    await idle
    assert.ok(performance.now() - start < 1_000)
    assert.deepEqual(statuses(simulator), ['closed'])
    await sleep(30)
    assert.equal(receiver.received.length, 1)
  })

  it('closes with retries and held callbacks left over', async () => {
    await using receiver = await startReceiver(500)
    const simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, retryAfterMs: [20] } })
    simulator.faults.add({ on: 'virtual-account.paid', callback: { kind: 'late' } })
    await createAccount(simulator)
    await simulator.callbacks.idle()
    simulator.actions.pay({ reference: 'ord-1' })
    await simulator.close()
    await sleep(60)
    assert.deepEqual(statuses(simulator), [500])
  })

  it('retries without anybody looking, when real time reaches the moment', async () => {
    await using receiver = await startReceiver(500)
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url, retryAfterMs: [30] } })
    await createAccount(simulator)
    for (let waited = 0; receiver.received.length < 2 && waited < 200; waited += 1) await sleep(10)
    assert.equal(receiver.received.length, 2)
  })

  it('tells what the clock brings about', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    await createAccount(simulator)
    simulator.clock.advance(MINUTE_MS)
    await simulator.callbacks.idle()
    assert.deepEqual(
      simulator.callbacks.delivered.map(({ event }) => event),
      ['virtual-account.created', 'virtual-account.paid'],
    )
  })

  it('sends again what it is asked for, whether or not it arrived', async () => {
    await using receiver = await startReceiver(500, 200)
    await using simulator = await startSimulator('palladium', { callbacks: { url: receiver.url } })
    simulator.faults.add({ on: 'virtual-account.paid', callback: { kind: 'never' } })
    const providerId = await createAccount(simulator, 'a')
    simulator.actions.pay({ providerId })
    await createAccount(simulator, 'b')
    await simulator.callbacks.idle()
    assert.equal(simulator.callbacks.resend({ reference: 'a' }), 2)
    assert.equal(simulator.callbacks.resend({ event: 'virtual-account.paid', providerId }), 1)
    await simulator.callbacks.idle()
    assert.deepEqual(
      simulator.callbacks.delivered.map(({ event, reference, attempt, status }) => [event, reference, attempt, status]),
      [
        ['virtual-account.created', 'a', 1, 500],
        ['virtual-account.created', 'b', 1, 200],
        ['virtual-account.created', 'a', 2, 200],
        ['virtual-account.paid', 'a', 1, 200],
        ['virtual-account.paid', 'a', 2, 200],
      ],
    )
    assert.throws(() => simulator.callbacks.resend({ reference: 'nobody' }), { code: 'bad_action' })
    assert.throws(() => simulator.callbacks.resend({}), { code: 'bad_action' })
    assert.throws(() => simulator.callbacks.resend({ referense: 'a' } as object), { code: 'bad_action' })
  })

  it('refuses what is no http URL', async () => {
    await using simulator = await startSimulator('palladium')
    for (const url of ['', 'hooks', 'https://127.0.0.1/hooks', 'file:///tmp/hooks', 5 as unknown as string]) {
      assert.throws(() => simulator.callbacks.sendTo(url), { name: 'SimulatorError', code: 'bad_option' })
      await assert.rejects(startSimulator('palladium', { callbacks: { url } }), { code: 'bad_option' })
    }
  })

  for (const name of ['card-intent', 'billon'] as const) {
    it(`is unknown to ${name}`, async () => {
      await using simulator = await startSimulator(name)
      assert.deepEqual(simulator.callbacks.events, [])
      assert.throws(() => simulator.callbacks.sendTo('http://127.0.0.1:9/'), { code: 'bad_option' })
      assert.throws(() => simulator.faults.add({ callback: { kind: 'never' } }), { code: 'bad_fault' })
      await simulator.callbacks.idle()
    })
  }
})
