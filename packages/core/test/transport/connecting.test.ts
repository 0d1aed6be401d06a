import assert from 'node:assert/strict'
import { nodeTransport, type HttpOutcome } from '../../src/index.js'
import { withRealNetwork } from '../support/network.js'
import { granted, order, pause } from '../support/order.js'
import { deadPort, ok, rawServer } from '../support/servers.js'

const verdict = (outcome: HttpOutcome) =>
  outcome.kind === 'answered' ? 'answered' : `${outcome.kind} ${outcome.phase}`

describe('a connection that does not open', () => {
  withRealNetwork()

  it('for a refused port is proof that nothing was written, and no permission is asked', async () => {
    let asked = 0
    const beforeWrite = async () => (asked++, granted)
    const outcome = await nodeTransport().send(order(`http://127.0.0.1:${await deadPort()}`, { beforeWrite }))
    assert.equal(verdict(outcome), 'not_written connect')
    assert.equal(outcome.kind === 'not_written' && outcome.error instanceof Error, true)
    assert.equal(asked, 0)
  })

  it('for a name that nobody has is proof that nothing was written', async () => {
    const outcome = await nodeTransport().send(order('http://provider.invalid'))
    assert.equal(verdict(outcome), 'not_written connect')
  })

  it('for a plain server behind an https URL is proof that nothing was written', async () => {
    await using server = await rawServer({ onConnect: (socket) => void socket.write('220 hello\r\n') })
    const url = `https://127.0.0.1:${server.port}`
    assert.equal(verdict(await nodeTransport().send(order(url))), 'not_written tls')
    assert.equal(server.received().includes('/charges'), false)
  })

  it('for a server that never begins TLS is given up in time', async () => {
    await using server = await rawServer()
    const timeouts = { connectMs: 100, headersMs: 5_000, bodyIdleMs: 5_000, bodyTotalMs: 5_000 }
    const outcome = await nodeTransport().send(order(`https://127.0.0.1:${server.port}`, { timeouts }))
    assert.equal(verdict(outcome), 'not_written tls')
    assert.match(
      String(outcome.kind === 'not_written' && outcome.error),
      /no progress within 100 ms while waiting for tls/,
    )
  })

  for (const [what, tls] of [
    ['self-signed certificate', 'localhost'],
    ['certificate of another host', 'elsewhere'],
  ] as const) {
    it(`for a ${what} is proof that nothing was written, and the server never sees a request`, async () => {
      let requests = 0
      let asked = 0
      await using server = await rawServer({ tls, onRequest: () => requests++ })
      const outcome = await nodeTransport().send(order(server.url, { beforeWrite: async () => (asked++, granted) }))
      assert.equal(verdict(outcome), 'not_written tls')
      await pause(20)
      assert.deepEqual([requests, asked, server.received()], [0, 0, ''])
    })
  }

  it('for a header that cannot be written is proof that nothing was written', async () => {
    await using server = await rawServer({ onRequest: (socket) => void socket.end(ok('{}')) })
    const outcome = await nodeTransport().send(order(server.url, { headers: { authorization: 'Bearer a\r\nx: b' } }))
    assert.equal(verdict(outcome), 'not_written connect')
    assert.equal(server.received(), '')
  })
})

describe('permission', () => {
  withRealNetwork()

  it('is asked on an open connection, before any byte arrives at the server', async () => {
    await using server = await rawServer({ onRequest: (socket) => void socket.end(ok('{}')) })
    let seen: unknown
    const beforeWrite = async () => {
      await pause(30)
      seen = [server.connections.length, server.received()]
      return granted
    }
    assert.equal(verdict(await nodeTransport().send(order(server.url, { beforeWrite }))), 'answered')
    assert.deepEqual(seen, [1, ''])
  })

  const denials: readonly (readonly [string, () => Promise<never>])[] = [
    ['is denied', async () => ({ granted: false }) as never],
    ['fails', () => Promise.reject(new Error('the disk is full'))],
    ['is not valid any more', async () => ({ granted: true, stillValid: () => false }) as never],
    ['is nothing', async () => undefined as never],
    [
      'is thrown',
      () => {
        throw new Error('the disk is full')
      },
    ],
  ]
  for (const [what, beforeWrite] of denials) {
    it(`that ${what} leaves the server without a byte`, async () => {
      await using server = await rawServer({ onRequest: (socket) => void socket.end(ok('{}')) })
      const sending = nodeTransport().send(order(server.url, { beforeWrite }))
      const outcome = await Promise.race([sending, pause(1_000)])
      assert.equal(outcome && verdict(outcome), 'not_written permission')
      await pause(20)
      assert.equal(server.received(), '')
    })
  }

  it('is checked again without a pause before the write', async () => {
    await using server = await rawServer({ onRequest: (socket) => void socket.end(ok('{}')) })
    const order_: string[] = []
    const stillValid = () => {
      order_.push(`valid, ${server.received().length} bytes`)
      return true
    }
    await nodeTransport().send(order(server.url, { beforeWrite: async () => ({ granted: true, stillValid }) }))
    assert.deepEqual(order_, ['valid, 0 bytes'])
  })

  for (const how of ['end', 'destroy', 'resetAndDestroy'] as const) {
    it(`that comes after the server has closed the connection (${how}) writes nothing`, async () => {
      await using server = await rawServer({ onConnect: (socket) => void setTimeout(() => socket[how](), 10) })
      let answered = false
      const beforeWrite = async () => {
        await pause(60)
        answered = true
        return granted
      }
      const outcome = await nodeTransport().send(order(server.url, { beforeWrite }))
      assert.equal(verdict(outcome), 'not_written permission')
      await pause(80)
      assert.deepEqual([answered, server.received()], [true, ''])
    })
  }

  it('is not asked again by a socket that closes', async () => {
    await using server = await rawServer({ onConnect: (socket) => void setTimeout(() => socket.destroy(), 10) })
    let asked = 0
    const beforeWrite = async () => (asked++, await pause(30), granted)
    await nodeTransport().send(order(server.url, { beforeWrite }))
    await pause(40)
    assert.equal(asked, 1)
  })

  for (const [what, early] of [
    ['a whole answer', ok('{"id":"ch_of_somebody_else"}')],
    ['half an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":'],
    ['a time-out of its own', 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'],
  ] as const) {
    it(`that is pending when the server sends ${what} leads to no write, and what was sent is no answer`, async () => {
      await using server = await rawServer({ onConnect: (socket) => void socket.write(early) })
      const beforeWrite = async () => (await pause(50), granted)
      const outcome = await nodeTransport().send(order(server.url, { beforeWrite }))
      assert.equal(verdict(outcome), 'not_written permission')
      await pause(60)
      assert.equal(server.received(), '')
    })
  }
})
