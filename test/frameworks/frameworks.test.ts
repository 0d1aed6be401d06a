import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { APPLICATIONS, startRaw } from './support/applications.js'
import { eventually, openMerchant, pay } from './support/merchant.js'

for (const { name, start, startMistaken, hasRoom } of APPLICATIONS) {
  describe(`webhooks with ${name}`, () => {
    it('tell that a payin was paid', async () => {
      await using merchant = await openMerchant(start)
      const { simulator, statusOf } = merchant
      const asked = simulator.requests.length
      assert.equal(await statusOf(), 'pending')
      assert.deepEqual(await pay(simulator), [200, 200])
      await eventually(async () => (await statusOf()) === 'succeeded')
      assert.equal(simulator.requests.length, asked)
      assert.equal(merchant.problems().length, hasRoom ? 0 : 1)
    })

    for (const kind of ['forged', 'tampered'] as const) {
      it(`that are ${kind} get 401 and change nothing`, async () => {
        await using merchant = await openMerchant(start)
        merchant.simulator.faults.add({ callback: { kind }, times: 'always' })
        assert.deepEqual(await pay(merchant.simulator), [401, 401])
        assert.equal(await merchant.statusOf(), 'pending')
      })
    }

    it('of an account that is none get 401', async () => {
      await using merchant = await openMerchant(start)
      merchant.simulator.callbacks.sendTo(merchant.url.replace('palomma', 'nobody'))
      assert.deepEqual(await pay(merchant.simulator), [401, 401])
    })

    it('may come with any type of content, and with none', async () => {
      await using merchant = await openMerchant(start)
      await pay(merchant.simulator)
      const [{ headers: sent, body } = { headers: {}, body: '' }] = merchant.simulator.callbacks.delivered
      const { 'content-type': _, ...headers } = lowerCased(sent)
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream', undefined]) {
        const typed = type === undefined ? headers : { ...headers, 'content-type': type }
        const { status } = await fetch(merchant.url, { method: 'POST', headers: typed, body: Buffer.from(body) })
        assert.equal(status, 200, type)
      }
    })

    it('that are too large get 400', async () => {
      await using merchant = await openMerchant(start)
      const { status } = await fetch(merchant.url, { method: 'POST', body: Buffer.alloc(65_537, 'x') })
      assert.equal(status, 400)
    })

    it('are all that is taken', async () => {
      await using merchant = await openMerchant(start)
      const { status } = await fetch(merchant.url)
      assert.ok(status === 405 || status === 404, String(status))
    })

    it('with long headers are taken, or the log warns of it at the start', async () => {
      await using merchant = await openMerchant(start)
      const { simulator, statusOf, problems } = merchant
      simulator.faults.add({ callback: { kind: 'oversize-header', bytes: 40_960 }, times: 'always' })
      assert.deepEqual(await pay(simulator), hasRoom ? [200, 200] : [431, 431])
      if (hasRoom) await eventually(async () => (await statusOf()) === 'succeeded')
      assert.match(problems().join(), hasRoom ? /^$/ : /headers of 65536 bytes, and the server takes 16384/)
    })

    it('behind a parser of JSON get 500, and the log says what to do', async () => {
      await using merchant = await openMerchant(startMistaken)
      assert.deepEqual(await pay(merchant.simulator), [500, 500])
      assert.match(merchant.problems().at(-1) ?? '', /was read before it came here.*Put the handler before whatever/)
      assert.equal(await merchant.statusOf(), 'pending')
    })
  })
}

describe('webhooks with Express, behind express.raw()', () => {
  it('are taken', async () => {
    await using merchant = await openMerchant(startRaw)
    assert.deepEqual(await pay(merchant.simulator), [200, 200])
    await eventually(async () => (await merchant.statusOf()) === 'succeeded')
  })
})

describe('webhooks with Nest, and node --max-http-header-size', () => {
  it('with long headers are taken', async () => {
    await using merchant = await openMerchant(APPLICATIONS[0]!.start)
    const { simulator } = merchant
    const child = fork(fileURLToPath(new URL('children/nest.ts', import.meta.url)), [simulator.url], {
      execArgv: [...process.execArgv, '--max-http-header-size=65536'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const warnings: string[] = []
    child.stderr?.setEncoding('utf8').on('data', (text: string) => warnings.push(text))
    const ended = once(child, 'close')
    const [port] = (await Promise.race([once(child, 'message'), ended])) as [number]
    simulator.callbacks.sendTo(`http://127.0.0.1:${port}/webhooks/palomma`)
    simulator.faults.add({ callback: { kind: 'oversize-header', bytes: 40_960 }, times: 'always' })
    const answers = await pay(simulator)
    child.kill('SIGKILL')
    await ended
    assert.deepEqual(answers, [200, 200], warnings.join(''))
    assert.deepEqual(warnings, [])
  })
})

const lowerCased = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
