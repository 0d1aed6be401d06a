import assert from 'node:assert/strict'
import { memoryJournal } from '../../src/index.js'
import { KEY } from '../support/acme.js'
import { delivered, telling } from '../support/telling.js'
import { replies } from '../support/transport.js'
import { paid, problems, signatureIn, waiting } from '../support/webhook-server.js'
import { all, world } from '../support/world.js'

const { headers, body } = delivered({ id: 'd-1', object: 'ch_1', status: 'paid', reference: 'order-1' })
const signature = signatureIn(headers)
const URL_OF_IT = 'https://merchant.example/webhooks/telling'

const delivery = (changes: RequestInit = {}, url = URL_OF_IT): Request =>
  new Request(url, {
    method: 'POST',
    headers: { 'x-signature': signature },
    body,
    ...(changes.body instanceof ReadableStream ? { duplex: 'half' } : {}),
    ...changes,
  })

/** A body in parts; `pulled` counts those that somebody asked for. */
const parts = (part: Uint8Array, count: number) => {
  const state = { pulled: 0, canceled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (state.pulled === count) return controller.close()
        state.pulled += 1
        controller.enqueue(part)
      },
      cancel: () => {
        state.canceled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, state }
}

describe('handler', () => {
  it('takes a delivery, stores it and has it applied', async () => {
    const platform = await waiting()
    const response = await platform.payments.webhooks.handler()(delivery())
    assert.deepEqual([response.status, await response.text()], [200, ''])
    await paid(platform)
  })

  it('answers as its twin for Node does', async () => {
    const { payments } = await waiting()
    const handler = payments.webhooks.handler()
    const ANSWERS: readonly (readonly [Request, number])[] = [
      [delivery(), 200],
      [delivery(), 200],
      [delivery({ headers: {} }), 401],
      [
        delivery({
          headers: [
            ['x-signature', signature],
            ['x-signature', '0'],
          ],
        }),
        401,
      ],
      [delivery({ body: '{}' }), 401],
      [delivery({ body: null }), 401],
      [delivery({}, 'https://merchant.example/webhooks/nobody'), 401],
      [delivery({}, 'https://merchant.example/'), 401],
      [delivery({ body: new Uint8Array(65_537) }), 400],
    ]
    for (const [request, status] of ANSWERS) assert.equal((await handler(request)).status, status)
    assert.equal((await all(payments.webhooks.list())).length, 1)
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await handler(new Request(URL_OF_IT, { method }))
      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST'])
    }
  })

  it('answers 503 when it cannot be stored', async () => {
    const inner = memoryJournal()
    const keep = () => Promise.reject(new Error('the disk is full'))
    const { payments } = await world({
      transport: replies({}),
      journal: { ...inner, inbox: { ...inner.inbox, keep } },
      providers: [telling({ apiKey: KEY })],
    })
    assert.equal((await payments.webhooks.handler()(delivery())).status, 503)
  })

  for (const path of ['/x/y/telling/', '/%74elling', '/x/telling?from=acme/other#/nobody', '/y/../x/telling']) {
    it(`finds the account in ${path}`, async () => {
      const platform = await waiting()
      const response = await platform.payments.webhooks.handler()(delivery({}, `https://merchant.example${path}`))
      assert.equal(response.status, 200)
      await paid(platform)
    })
  }

  it('takes the account that was named, whatever the path', async () => {
    const platform = await waiting()
    const handler = platform.payments.webhooks.handler({ provider: 'telling' })
    assert.equal((await handler(delivery({}, 'https://merchant.example/6f1b'))).status, 200)
    await paid(platform)
  })

  it('reads a stream', async () => {
    const platform = await waiting()
    const bytes = [...body].map((byte) => Uint8Array.of(byte))
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const next = bytes.shift()
        if (next === undefined) controller.close()
        else controller.enqueue(next)
      },
    })
    assert.equal((await platform.payments.webhooks.handler()(delivery({ body: stream }))).status, 200)
    await paid(platform)
  })

  it('does not read on where there is too much', async () => {
    const { payments } = await waiting()
    const { stream, state } = parts(new Uint8Array(1000), 1_000_000)
    const response = await payments.webhooks.handler({ maxBytes: 10_000 })(delivery({ body: stream }))
    assert.equal(response.status, 400)
    assert.deepEqual(state, { pulled: 11, canceled: true })
  })

  it('answers 400 where the sender goes away, and does not blame itself', async () => {
    const { payments, ...platform } = await waiting()
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(body.subarray(0, 10)),
      pull: (controller) => controller.error(new Error('terminated')),
    })
    const response = await payments.webhooks.handler({ maxHeaderBytes: 65_536 })(delivery({ body: stream }))
    assert.equal(response.status, 400)
    assert.deepEqual(problems(platform), [])
    assert.deepEqual(await all(payments.webhooks.list()), [])
  })

  const READ: readonly (readonly [string, (request: Request) => unknown])[] = [
    ['was read', (request) => request.json()],
    ['is being read', (request) => request.body?.getReader().read()],
    ['was handed to somebody', (request) => request.body?.getReader()],
  ]
  for (const [how, read] of READ) {
    it(`answers 500 where the body ${how}, and the log says what to do`, async () => {
      const { payments, ...platform } = await waiting()
      const request = delivery()
      await read(request)
      const response = await payments.webhooks.handler({ maxHeaderBytes: 65_536 })(request)
      assert.equal(response.status, 500)
      assert.equal(problems(platform).length, 1)
      assert.match(problems(platform).join(), /read before it came here.*Put the handler before whatever parses bodies/)
    })
  }

  it('may be given a copy, where the body is wanted elsewhere', async () => {
    const platform = await waiting()
    const request = delivery()
    const response = await platform.payments.webhooks.handler()(request.clone())
    assert.equal(response.status, 200)
    assert.equal(await request.text(), Buffer.from(body).toString())
    await paid(platform)
  })
})
