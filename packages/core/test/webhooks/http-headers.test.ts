import assert from 'node:assert/strict'
import type { Payments, WebhookHandlerOptions } from '../../src/index.js'
import { KEY, acme } from '../support/acme.js'
import { delivered, hintingAcme, telling } from '../support/telling.js'
import { replies } from '../support/transport.js'
import { paid, problems, send, serving, signatureIn, waiting } from '../support/webhook-server.js'
import { until, world } from '../support/world.js'

const { headers, body } = delivered({ object: 'ch_1', status: 'paid', reference: 'order-1' })
const long = { headers: { 'x-signature': signatureIn(headers), 'x-padding': 'x'.repeat(40_960) }, body }

const WARNING =
  'it may send headers of 65536 bytes, and the server takes 16384: create it with { maxHeaderSize: 65536 } and name that ' +
  'as maxHeaderBytes, or start node with --max-http-header-size=65536'

describe('headers that are longer than Node takes', () => {
  it('are answered by Node with 431, before anybody sees them', async () => {
    const { payments } = await waiting()
    let seen = 0
    const handler = payments.webhooks.nodeHandler()
    await using server = await serving((request, response) => {
      seen += 1
      handler(request, response)
    })
    assert.equal((await send(server, long)).status, 431)
    assert.equal(seen, 0)
  })

  it('are taken by a server that was created for them', async () => {
    const platform = await waiting()
    const handler = platform.payments.webhooks.nodeHandler({ maxHeaderBytes: 65_536 })
    await using server = await serving(handler, { maxHeaderSize: 65_536 })
    assert.equal((await send(server, long)).status, 200)
    await paid(platform)
    assert.deepEqual(problems(platform), [])
  })
})

describe('the warning of short headers', () => {
  const providers = [acme({ apiKey: KEY }), hintingAcme({ apiKey: KEY }), telling({ apiKey: KEY })]
  const MAKERS = {
    handler: (payments: Payments, options?: WebhookHandlerOptions) => payments.webhooks.handler(options),
    nodeHandler: (payments: Payments, options?: WebhookHandlerOptions) => payments.webhooks.nodeHandler(options),
  }
  for (const [name, make] of Object.entries(MAKERS)) {
    it(`comes when a ${name} is made, for the accounts that it is about`, async () => {
      const { payments, log } = await world({ transport: replies({}), providers })
      make(payments)
      await until(() => log.length > 0)
      assert.deepEqual(log, [
        { level: 'warn', fields: { provider: 'telling', problem: WARNING }, message: 'webhooks may not arrive' },
      ])
    })

    const QUIET: readonly WebhookHandlerOptions[] = [
      { maxHeaderBytes: 65_536 },
      { maxHeaderBytes: 100_000 },
      { provider: 'hinting' },
    ]
    for (const options of QUIET) {
      it(`does not come from a ${name} with ${JSON.stringify(options)}`, async () => {
        const { payments, log } = await world({ transport: replies({}), providers })
        make(payments, options)
        // Another handler's comes after it.
        make(payments, { maxHeaderBytes: 65_535 })
        await until(() => log.length > 0)
        assert.deepEqual(problems({ log }), [WARNING.replace('takes 16384', 'takes 65535')])
      })
    }
  }
})

describe('the options of a handler', () => {
  const WRONG: readonly (readonly [string, unknown])[] = [
    ['maxBytes', 0],
    ['maxBytes', -1],
    ['maxBytes', 1.5],
    ['maxBytes', Number.NaN],
    ['maxBytes', 1_048_577],
    ['maxBytes', '1000'],
    ['readWithinMs', 0],
    ['readWithinMs', 600_001],
    ['readWithinMs', Infinity],
    ['maxHeaderBytes', 0],
    ['maxHeaderBytes', '64k'],
    ['provider', ''],
    ['provider', 7],
    ['maxbytes', 1000],
  ]
  for (const [option, value] of WRONG) {
    it(`refuse ${option}: ${JSON.stringify(value)}`, async () => {
      const { payments } = await world({ transport: replies({}), providers: [hintingAcme({ apiKey: KEY })] })
      const options = { [option]: value } as WebhookHandlerOptions
      for (const make of [() => payments.webhooks.handler(options), () => payments.webhooks.nodeHandler(options)]) {
        assert.throws(
          make,
          (error: { readonly code: string; readonly issues: readonly { readonly path: string }[] }) => {
            assert.equal(error.code, 'invalid_configuration')
            assert.deepEqual(
              error.issues.map(({ path }) => path),
              [option],
            )
            return true
          },
        )
      }
    })
  }

  it('are taken at their limits', async () => {
    const { payments } = await world({ transport: replies({}), providers: [hintingAcme({ apiKey: KEY })] })
    payments.webhooks.nodeHandler({ maxBytes: 1, readWithinMs: 1, maxHeaderBytes: 1 })
    payments.webhooks.nodeHandler({ maxBytes: 1_048_576, readWithinMs: 600_000, provider: 'hinting' })
  })
})
