import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator, type SimulatorName } from '@polyrail/simulators'
import { postForm, send } from '../support/client.js'
import { createLink, QRIS } from '../support/samples.js'

describe('startSimulator', () => {
  it('listens on loopback and gives the base URL with its prefix', async () => {
    await using palladium = await startSimulator('palladium', { port: 0 })
    await using palomma = await startSimulator('palomma')
    assert.match(palladium.url, /^http:\/\/127\.0\.0\.1:\d+\/api\/v2$/)
    assert.match(palomma.url, /^http:\/\/127\.0\.0\.1:\d+\/v0$/)
    assert.match(palladium.controlUrl, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.notEqual(palladium.controlUrl, new URL(palladium.url).origin)
  })

  it('runs several of them side by side', async () => {
    await using one = await startSimulator('palladium')
    await using two = await startSimulator('palladium')
    await using three = await startSimulator('palomma')
    one.clock.advance(86_400_000)
    await postForm(`${one.url}/create-qris`, QRIS)
    await createLink(three)
    assert.deepEqual([one.ledger.count(), two.ledger.count(), three.ledger.count()], [1, 0, 2])
    assert.ok(one.clock.now().getTime() - two.clock.now().getTime() > 86_000_000)
  })

  it('takes the port that it is given', async () => {
    const first = await startSimulator('palladium')
    const { url } = first
    await first.close()
    await using second = await startSimulator('palladium', { port: Number(new URL(url).port) })
    assert.equal(second.url, url)
    await assert.rejects(startSimulator('palladium', { port: Number(new URL(url).port) }), { code: 'EADDRINUSE' })
  })

  it('says which simulators there are when a name is wrong', async () => {
    for (const name of ['paladium', 'toString', '__proto__']) {
      await assert.rejects(startSimulator(name as SimulatorName), {
        code: 'unknown_simulator',
        message: `there is no simulator named "${name}"; known are: palladium, palomma, billon, card-intent`,
      })
    }
  })

  it('closes more than once, with kept-alive connections open', async () => {
    const simulator = await startSimulator('palladium')
    await fetch(`${simulator.url}/me`, { headers: { authorization: 'Bearer key' } })
    await simulator.close()
    await simulator.close()
    await assert.rejects(send(`${simulator.url}/me`), { code: 'ECONNREFUSED' })
    await assert.rejects(send(simulator.controlUrl), { code: 'ECONNREFUSED' })
  })

  it('has a clock that follows real time from where it is set', async () => {
    await using simulator = await startSimulator('palladium')
    assert.ok(Math.abs(simulator.clock.now().getTime() - Date.now()) < 1_000)
    simulator.clock.set(new Date('2031-05-19T03:00:00.000Z'))
    await sleep(20)
    const now = simulator.clock.now().getTime()
    assert.ok(now > Date.UTC(2031, 4, 19, 3) && now < Date.UTC(2031, 4, 19, 3, 0, 5))
    assert.throws(() => simulator.clock.advance(-1), { code: 'bad_action' })
    assert.throws(() => simulator.clock.set(new Date('never')), { code: 'bad_action' })
  })
})
