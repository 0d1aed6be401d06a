import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { nodeTransport, type HttpOutcome, type HttpRequest } from '../../src/index.js'
import { LARGEST_BODY_BYTES } from '../../src/transport/exchange.js'
import { UnreadableBody, readJson } from '../../src/transport/json.js'
import { withRealNetwork } from '../support/network.js'
import { granted, order, pause } from '../support/order.js'
import { ok, rawServer } from '../support/servers.js'

const verdict = (outcome: HttpOutcome) =>
  outcome.kind === 'answered'
    ? `answered ${outcome.status} ${outcome.body.toString()}`
    : `${outcome.kind} ${outcome.phase}`

const exchanged = async (onRequest: (socket: Socket, text: string) => void, over: Partial<HttpRequest> = {}) => {
  await using server = await rawServer({ onRequest })
  const outcome = await nodeTransport().send(order(server.url, { beforeWrite: async () => granted, ...over }))
  await pause(10)
  return { outcome, verdict: verdict(outcome), received: server.received(), port: server.port }
}

const says = (text: string) => (socket: Socket) => void socket.write(text)

describe('a request on the wire', () => {
  withRealNetwork()

  it('is exactly what was ordered', async () => {
    await using server = await rawServer({ onRequest: (socket) => void socket.write(ok('{}')) })
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': '10',
      'X-Key': 'k',
    }
    await nodeTransport().send(
      order(`${server.url}/api/v2/`, { method: 'POST', path: '/charges/a%2Fb?q=1', headers, body: '{"é":"1"}' }),
    )
    assert.equal(
      server.received(),
      'POST /api/v2/charges/a%2Fb?q=1 HTTP/1.1\r\naccept: application/json\r\ncontent-type: application/json\r\n' +
        `content-length: 10\r\nX-Key: k\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n` +
        Buffer.from('{"é":"1"}').toString('latin1'),
    )
  })

  it('without a body has none', async () => {
    const { received, port } = await exchanged(says(ok('{}')), { method: 'GET', headers: {}, body: undefined as never })
    assert.equal(received, `GET /charges HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
  })

  it('with bytes as a body has these bytes', async () => {
    const body = Buffer.from([0, 255, 13, 10, 65])
    const { received } = await exchanged(says(ok('{}')), { headers: { 'content-length': '5' }, body })
    assert.equal(received.split('\r\n\r\n')[1], '\u0000ÿ\r\nA')
  })

  it('goes to an address of the new kind too', async function () {
    const outcome = await nodeTransport().send(
      order('http://[::1]:1', { timeouts: { ...order('').timeouts, connectMs: 200 } }),
    )
    assert.equal(verdict(outcome), 'not_written connect')
  })
})

describe('an answer', () => {
  withRealNetwork()

  it('is given with its status, headers and bytes', async () => {
    const { outcome } = await exchanged(says('HTTP/1.1 418 Tea\r\nX-Request-Id: r1\r\ncontent-length: 3\r\n\r\nabc'))
    assert.deepEqual(outcome, {
      kind: 'answered',
      status: 418,
      headers: { 'x-request-id': 'r1', 'content-length': '3' },
      body: Buffer.from('abc'),
    })
  })

  it('in pieces is put together', async () => {
    const slowly = async (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nab')
      await pause(20)
      socket.write('cd')
      await pause(20)
      socket.write('ef')
    }
    assert.equal((await exchanged(slowly as never)).verdict, 'answered 200 abcdef')
  })

  it('in chunks is put together', async () => {
    const chunks = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n'
    assert.equal((await exchanged(says(chunks))).verdict, 'answered 200 abc')
  })

  it('without a body is empty', async () => {
    assert.equal((await exchanged(says('HTTP/1.1 204 No Content\r\n\r\n'))).verdict, 'answered 204 ')
  })

  it('after 100 and 103 is the one that counts', async () => {
    const informed = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n' + ok('{}')
    assert.equal((await exchanged(says(informed))).verdict, 'answered 200 {}')
  })

  it('that is only ever 102 is none', async () => {
    assert.equal((await exchanged(says('HTTP/1.1 102 Processing\r\n\r\n'))).verdict, 'no_answer headers')
  })

  it('that changes the protocol is none', async () => {
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'
    assert.equal((await exchanged(says(upgrade))).verdict, 'no_answer headers')
  })

  for (const status of [301, 302, 303, 307, 308]) {
    it(`of ${status} is not followed`, async () => {
      await using elsewhere = await rawServer({ onRequest: says(ok('{}')) })
      const redirect = `HTTP/1.1 ${status} Moved\r\nlocation: ${elsewhere.url}/charges\r\ncontent-length: 0\r\n\r\n`
      assert.equal((await exchanged(says(redirect))).verdict, `answered ${status} `)
      assert.equal(elsewhere.connections.length, 0)
    })
  }

  it('of 401, 407 and 503 is not repeated', async () => {
    for (const status of [401, 407, 503]) {
      const { verdict: one, received } = await exchanged(
        says(`HTTP/1.1 ${status} No\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n`),
      )
      assert.equal(one, `answered ${status} `)
      assert.equal(received.split('POST').length, 2)
    }
  })

  it('of a megabyte is read, and of a byte more is not', async () => {
    const most = 'a'.repeat(LARGEST_BODY_BYTES)
    const { outcome } = await exchanged(says(ok(most)))
    assert.equal(outcome.kind === 'answered' && outcome.body.length, 1_048_576)
    assert.equal((await exchanged(says(ok(`${most}b`)))).verdict, 'no_answer body')
  })

  it('that is not HTTP is none', async () => {
    assert.equal((await exchanged(says('hello\r\n\r\n'))).verdict, 'no_answer headers')
  })

  it('with a head that does not end is none', async () => {
    const endless = `HTTP/1.1 200 OK\r\n${`x-${'a'.repeat(1000)}: 1\r\n`.repeat(40)}\r\n`
    assert.equal((await exchanged(says(endless))).verdict, 'no_answer headers')
  })
})

describe('a silence after the request was written', () => {
  withRealNetwork()

  const silences: readonly (readonly [string, (socket: Socket) => void, string])[] = [
    ['a reset', (socket) => void socket.resetAndDestroy(), 'no_answer headers'],
    ['a close', (socket) => void socket.end(), 'no_answer headers'],
    ['a hang', () => undefined, 'no_answer headers'],
    ['half a head', says('HTTP/1.1 200 OK\r\ncontent-le'), 'no_answer headers'],
    ['a body that stops', says('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"a"'), 'no_answer body'],
    [
      'a body that is cut',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"a":1}'),
      'no_answer body',
    ],
    [
      'a body that is reset',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"a":1}')
        setTimeout(() => socket.resetAndDestroy(), 20)
      },
      'no_answer body',
    ],
    [
      'chunks that are cut',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n'),
      'no_answer body',
    ],
  ]
  for (const [what, onRequest, expected] of silences) {
    it(`is told after ${what}`, async () => {
      const { outcome, verdict: told } = await exchanged(onRequest)
      assert.equal(told, expected)
      assert.ok(outcome.kind === 'no_answer' && outcome.error instanceof Error)
    })
  }

  it('is told when the whole body takes too long, however steadily it drips', async () => {
    let timer: NodeJS.Timeout | undefined
    const drips = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
      timer = setInterval(() => socket.write('a'), 20)
    }
    const { outcome, verdict: told } = await exchanged(drips)
    clearInterval(timer)
    assert.equal(told, 'no_answer body')
    assert.match(String(outcome.kind === 'no_answer' && outcome.error), /no whole body within 250 ms/)
  })

  it('is not told when a body without a length is cut: only reading it can tell', async () => {
    const { outcome, verdict: told } = await exchanged(
      (socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\n{"id":"ch_1"'),
    )
    assert.equal(told, 'answered 200 {"id":"ch_1"')
    assert.throws(() => outcome.kind === 'answered' && readJson(outcome.body), UnreadableBody)
  })

  it('closes the connection, so that a late answer belongs to nobody', async () => {
    await using server = await rawServer()
    await nodeTransport().send(order(server.url, { fresh: false }))
    await pause(20)
    assert.equal(server.connections[0]!.socket.readableEnded || server.connections[0]!.socket.destroyed, true)
  })
})
