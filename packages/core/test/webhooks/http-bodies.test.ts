import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import type { NodeHandler } from '../../src/index.js'
import { delivered } from '../support/telling.js'
import { line, paid, problems, send, serving, signatureIn, waiting } from '../support/webhook-server.js'
import { all, until } from '../support/world.js'

const { headers, body } = delivered({ id: 'd-1', object: 'ch_1', status: 'paid', reference: 'order-1' })
const signature = signatureIn(headers)
const signed = { headers: { 'x-signature': signature }, body }
const KEPT_OPEN = 'POST /webhooks/telling HTTP/1.1\r\nhost: merchant\r\n'

/** What a parser has done before the handler sees the request. */
const after =
  (prepare: (request: IncomingMessage) => Promise<object>, handler: NodeHandler): NodeHandler =>
  (request, response) => {
    void prepare(request).then((added) => {
      Object.assign(request, added)
      handler(request, response)
    })
  }

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('the body of a delivery', () => {
  it('may come in chunks, without a length', async () => {
    const platform = await waiting()
    await using server = await serving(platform.payments.webhooks.nodeHandler())
    const chunks = [...body].map((byte) => Buffer.of(byte))
    assert.equal((await send(server, { ...signed, body: chunks })).status, 200)
    await paid(platform)
  })

  it('may come with the headers, or long after them', async () => {
    for (const pauseMs of [0, 50]) {
      const platform = await waiting()
      await using server = await serving(platform.payments.webhooks.nodeHandler({ readWithinMs: 5_000 }))
      const { socket, received } = await line(server)
      socket.write(`${KEPT_OPEN}x-signature: ${signature}\r\ncontent-length: ${body.length}\r\n\r\n`)
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
      socket.write(body)
      await until(() => received().includes('\r\n\r\n'))
      assert.match(received(), /^HTTP\/1\.1 200 OK\r\n/)
      assert.doesNotMatch(received(), /connection: close/i)
      socket.destroy()
    }
  })

  it('is taken up to the limit, and no byte more', async () => {
    const { payments } = await waiting()
    for (const [maxBytes, status] of [
      [body.length, 200],
      [body.length - 1, 400],
    ] as const) {
      await using server = await serving(payments.webhooks.nodeHandler({ maxBytes }))
      assert.equal((await send(server, signed)).status, status)
      assert.equal((await send(server, { ...signed, body: [body] })).status, status)
    }
  })

  it('is limited to 64 KiB unless told otherwise', async () => {
    const { payments } = await waiting()
    await using server = await serving(payments.webhooks.nodeHandler())
    assert.equal((await send(server, { body: Buffer.alloc(65_536) })).status, 401)
    assert.equal((await send(server, { body: Buffer.alloc(65_537) })).status, 400)
  })

  for (const framing of ['content-length: 1000000000', 'transfer-encoding: chunked']) {
    it(`that never ends (${framing}) is answered, and the connection closed without reading on`, async () => {
      const { payments, ...platform } = await waiting()
      await using server = await serving(payments.webhooks.nodeHandler())
      const { socket, received, ended } = await line(server)
      socket.write(`${KEPT_OPEN}${framing}\r\n\r\n`)
      const block = Buffer.alloc(32_768, 'x')
      const chunk = Buffer.concat([Buffer.from('8000\r\n'), block, Buffer.from('\r\n')])
      const flood = setInterval(() => socket.write(framing.startsWith('content') ? block : chunk), 5)
      await ended
      clearInterval(flood)
      assert.match(received(), /^HTTP\/1\.1 400 Bad Request\r\n[^]*connection: close\r\n/i)
      assert.ok((server.sockets[0]?.bytesRead ?? 0) < 300_000, String(server.sockets[0]?.bytesRead))
      assert.deepEqual(problems(platform).slice(1), [])
    })
  }

  it('that comes with another method is not read', async () => {
    const { payments } = await waiting()
    await using server = await serving(payments.webhooks.nodeHandler())
    const { socket, received, ended } = await line(server)
    socket.write('PUT /webhooks/telling HTTP/1.1\r\nhost: merchant\r\ncontent-length: 1000000000\r\n\r\n')
    await ended
    assert.match(received(), /^HTTP\/1\.1 405 [^]*connection: close\r\n/i)
  })

  it('that takes too long is answered, and the connection closed', async () => {
    const { payments } = await waiting()
    await using server = await serving(payments.webhooks.nodeHandler({ readWithinMs: 60 }))
    const { socket, received, ended } = await line(server)
    socket.write(`${KEPT_OPEN}x-signature: ${signature}\r\ncontent-length: ${body.length}\r\n\r\n`)
    // A byte now and then is no excuse.
    let sent = 0
    const drip = setInterval(() => socket.write(body.subarray(sent, ++sent)), 20)
    await ended
    clearInterval(drip)
    assert.match(received(), /^HTTP\/1\.1 400 Bad Request\r\n[^]*connection: close\r\n/i)
    assert.ok(sent < body.length)
    assert.deepEqual(await all(payments.webhooks.list()), [])
  })

  it('whose sender goes away in the middle is nobody’s', async () => {
    for (const leave of ['end', 'resetAndDestroy'] as const) {
      const { payments, ...platform } = await waiting()
      let answered = 0
      const handler = payments.webhooks.nodeHandler()
      await using server = await serving((request, response) => {
        response.once('close', () => (answered += 1))
        handler(request, response)
      })
      const { socket } = await line(server)
      socket.write(`${KEPT_OPEN}x-signature: ${signature}\r\ncontent-length: ${body.length}\r\n\r\n`)
      socket.write(body.subarray(0, 10), () => socket[leave]())
      await until(() => answered === 1)
      assert.deepEqual(await all(payments.webhooks.list()), [])
      assert.deepEqual(problems(platform).slice(1), [])
      assert.equal((await send(server, signed)).status, 200)
    }
  })

  it('whose sender has gone before the handler was reached is not waited for', async () => {
    const { payments, ...platform } = await waiting()
    const handler = payments.webhooks.nodeHandler({ readWithinMs: 600_000 })
    let finished = false
    await using server = await serving((request, response) => {
      request
        .once('error', () => undefined)
        .once('close', () => {
          response.end = () => {
            finished = true
            return response
          }
          handler(request, response)
        })
    })
    const { socket } = await line(server)
    socket.write(`${KEPT_OPEN}content-length: 100\r\n\r\n`, () => socket.destroy())
    await until(() => finished)
    assert.deepEqual(problems(platform).slice(1), [])
  })
})

describe('a body that something else has read', () => {
  it('is answered with 500, and the log says what to do', async () => {
    const { payments, ...platform } = await waiting()
    const parsing = after(
      async (request) => ({ body: JSON.parse((await read(request)).toString()) as unknown }),
      payments.webhooks.nodeHandler({ maxHeaderBytes: 65_536 }),
    )
    await using server = await serving(parsing)
    assert.equal((await send(server, signed)).status, 500)
    assert.deepEqual(problems(platform), [
      'polyrail: the body of a webhook was read before it came here, so that nobody can tell whether it is authentic. Put ' +
        'the handler before whatever parses bodies, or keep the bytes: express.raw(), or rawBody in Nest',
    ])
    assert.deepEqual(await all(payments.webhooks.list()), [])
  })

  const LOST: readonly (readonly [string, (request: IncomingMessage) => Promise<object>])[] = [
    ['as text', async (request) => ({ body: (await read(request)).toString() })],
    ['and nothing was kept of it', (request) => read(request).then(() => ({}))],
    ['in part', async (request) => new Promise((resolve) => request.once('data', () => resolve({})))],
  ]
  for (const [how, prepare] of LOST) {
    it(`${how} is answered in the same way`, async () => {
      const { payments, ...platform } = await waiting()
      const handler = payments.webhooks.nodeHandler({ maxHeaderBytes: 65_536 })
      await using server = await serving(after(prepare, handler))
      assert.equal((await send(server, signed)).status, 500)
      assert.match(problems(platform).join(), /read before it came here/)
    })
  }

  const KEPT: readonly (readonly [string, (request: IncomingMessage) => Promise<object>])[] = [
    ['as express.raw() does', async (request) => ({ body: await read(request) })],
    [
      'beside what was parsed',
      async (request) => {
        const rawBody = await read(request)
        return { rawBody, body: JSON.parse(rawBody.toString()) as unknown }
      },
    ],
    ['unread, beside an empty object', async () => ({ body: {} })],
  ]
  for (const [how, prepare] of KEPT) {
    it(`and kept ${how} is taken`, async () => {
      const platform = await waiting()
      await using server = await serving(after(prepare, platform.payments.webhooks.nodeHandler()))
      assert.equal((await send(server, signed)).status, 200)
      await paid(platform)
    })
  }

  it('and kept is limited, too', async () => {
    const { payments } = await waiting()
    const handler = payments.webhooks.nodeHandler({ maxBytes: body.length - 1 })
    await using server = await serving(after(async (request) => ({ rawBody: await read(request) }), handler))
    assert.equal((await send(server, signed)).status, 400)
  })
})
