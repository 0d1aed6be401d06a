import assert from 'node:assert/strict'
import { memoryJournal, type NodeHandler } from '../../src/index.js'
import { KEY } from '../support/acme.js'
import { delivered, telling } from '../support/telling.js'
import { replies } from '../support/transport.js'
import { line, paid, problems, send, serving, signatureIn, waiting } from '../support/webhook-server.js'
import { all, until, world } from '../support/world.js'

const { headers, body } = delivered({ id: 'd-1', object: 'ch_1', status: 'paid', reference: 'order-1' })
const signature = signatureIn(headers)
const signed = { headers: { 'x-signature': signature }, body }

describe('nodeHandler', () => {
  it('takes a delivery, stores it and has it applied', async () => {
    const platform = await waiting()
    await using server = await serving(platform.payments.webhooks.nodeHandler())
    const { status, body, headers } = await send(server, signed)
    assert.deepEqual([status, body, headers['content-length']], [200, '', '0'])
    await paid(platform)
  })

  it('answers 200 for what it has already', async () => {
    const { payments } = await waiting()
    await using server = await serving(payments.webhooks.nodeHandler())
    assert.equal((await send(server, signed)).status, 200)
    assert.equal((await send(server, signed)).status, 200)
    assert.equal((await all(payments.webhooks.list())).length, 1)
  })

  const FORGED: readonly (readonly [string, Parameters<typeof send>[1]])[] = [
    ['without a signature', { body }],
    ['with another one', { ...signed, headers: { 'x-signature': '0'.repeat(64) } }],
    ['with the right one and another', { ...signed, headers: { 'x-signature': [signature, '0'.repeat(64)] } }],
    ['with the right one twice', { ...signed, headers: { 'x-signature': [signature, signature] } }],
    ['of another body', { ...signed, body: Buffer.from('{}') }],
    ['without a body', { ...signed, body: new Uint8Array() }],
    ['to an account that is none', { ...signed, path: '/webhooks/nobody' }],
    ['to no account', { ...signed, path: '/' }],
    ['to a path that cannot be decoded', { ...signed, path: '/webhooks/%E0%A4%A' }],
  ]
  for (const [how, request] of FORGED) {
    it(`answers 401 to a delivery ${how}`, async () => {
      const { payments, ...platform } = await waiting()
      await using server = await serving(payments.webhooks.nodeHandler())
      const { status, body } = await send(server, request)
      assert.deepEqual([status, body], [401, ''])
      assert.deepEqual(await all(payments.webhooks.list()), [])
      assert.deepEqual(problems(platform).slice(1), [])
    })
  }

  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
    it(`answers 405 to a ${method}`, async () => {
      const { payments } = await waiting()
      await using server = await serving(payments.webhooks.nodeHandler())
      const { status, headers, body } = await send(server, { ...signed, method })
      assert.deepEqual([status, headers['allow'], body], [405, 'POST', ''])
    })
  }

  it('answers 503 when it cannot be stored, so that it comes again', async () => {
    const inner = memoryJournal()
    const keep = () => Promise.reject(new Error('the disk is full'))
    const { payments } = await world({
      transport: replies({}),
      journal: { ...inner, inbox: { ...inner.inbox, keep } },
      providers: [telling({ apiKey: KEY })],
    })
    await using server = await serving(payments.webhooks.nodeHandler())
    assert.equal((await send(server, signed)).status, 503)
  })

  it('answers 503 once it is closed', async () => {
    const { payments } = await waiting()
    await using server = await serving(payments.webhooks.nodeHandler())
    await payments.close()
    assert.equal((await send(server, signed)).status, 503)
  })

  it('adds nothing where something else has answered meanwhile', async () => {
    const platform = await waiting()
    const handler = platform.payments.webhooks.nodeHandler()
    await using server = await serving((request, response) => {
      handler(request, response)
      response.writeHead(504).end('too late')
    })
    // It would end the merchant's process.
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    const { status, body } = await send(server, signed)
    assert.deepEqual([status, body], [504, 'too late'])
    await paid(platform)
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    assert.deepEqual(unhandled, [])
  })

  it('serves many on one connection', async () => {
    const { payments } = await waiting()
    await using server = await serving(payments.webhooks.nodeHandler())
    const { socket, received } = await line(server)
    for (let amount = 1; amount <= 5; amount += 1) {
      const { headers, body } = delivered({ object: 'ch_1', status: 'waiting', amount })
      const lines = [
        'POST /telling HTTP/1.1',
        'host: merchant',
        `x-signature: ${signatureIn(headers)}`,
        `content-length: ${body.length}`,
      ]
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
      socket.write(body)
    }
    await until(() => received().split('HTTP/1.1 200 OK').length === 6)
    socket.destroy()
    assert.equal((await all(payments.webhooks.list())).length, 5)
    assert.equal(server.sockets.length, 1)
  })
})

describe('the account of a delivery', () => {
  const PATHS = [
    '/telling',
    '/x/y/telling',
    '/x/y/telling/',
    '/x/y/telling//',
    '/x/%74ell%69ng',
    '/x/telling?from=acme/other',
    '/telling?',
  ]
  for (const path of PATHS) {
    it(`is in the path ${path}`, async () => {
      const platform = await waiting()
      await using server = await serving(platform.payments.webhooks.nodeHandler())
      assert.equal((await send(server, { ...signed, path })).status, 200)
      await paid(platform)
    })
  }

  it('is in the whole path, also where a framework has mounted the handler and cut it', async () => {
    const platform = await waiting()
    await using server = await serving(mounted(platform.payments.webhooks.nodeHandler()))
    assert.equal((await send(server, signed)).status, 200)
    await paid(platform)
  })

  it('is the one that was named, whatever the path', async () => {
    const platform = await waiting()
    await using server = await serving(platform.payments.webhooks.nodeHandler({ provider: 'telling' }))
    assert.equal((await send(server, { ...signed, path: '/callbacks/6f1b/nobody' })).status, 200)
    await paid(platform)
  })
})

/** As Express does it: `url` begins behind the mount, and is bare where the mount is all of it. */
const mounted =
  (handler: NodeHandler): NodeHandler =>
  (request, response) => {
    Object.assign(request, { originalUrl: request.url, url: '/' })
    handler(request, response)
  }
