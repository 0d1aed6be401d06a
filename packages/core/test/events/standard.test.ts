import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { standardWebhook, type PaymentEvent } from '../../src/index.js'

const SECRETS = [Buffer.alloc(24, 1).toString('base64'), `whsec_${Buffer.alloc(32, 2).toString('base64')}`]

const event = {
  id: 'ev_00000000000a000000000001',
  type: 'payin.succeeded',
  merchant: 'default',
  object: { id: 'pi_1', reference: 'order-1', status: 'succeeded' },
  occurredAt: '2031-04-17T12:00:00.000Z',
} as unknown as PaymentEvent

interface Arrived {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const receiver = async (status = 204, headers: Readonly<Record<string, string>> = {}) => {
  const arrived: Arrived[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      arrived.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      if (status > 0) response.writeHead(status, headers).end('thanks')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hooks`
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url, arrived, [Symbol.asyncDispose]: close }
}

describe('standardWebhook', () => {
  it('sends what any receiver of Standard Webhooks can verify, with each of the secrets', async () => {
    await using service = await receiver()
    await standardWebhook({ url: service.url, secrets: SECRETS })(event)
    const [{ headers, body } = assert.fail('nothing arrived')] = service.arrived
    for (const secret of SECRETS) {
      const verified = new Webhook(secret).verify(body, headers as Record<string, string>)
      assert.deepEqual(verified, {
        type: 'payin.succeeded',
        timestamp: '2031-04-17T12:00:00.000Z',
        data: { merchant: 'default', object: event.object },
      })
    }
    assert.equal(headers['webhook-id'], event.id)
    const other = new Webhook(Buffer.alloc(24, 9).toString('base64'))
    assert.throws(() => other.verify(body, headers as Record<string, string>))
  })

  it('rejects for anything but a 2xx answer, and follows no redirect, so that it is told again', async () => {
    await using elsewhere = await receiver()
    for (const status of [301, 400, 410, 500]) {
      await using service = await receiver(status, { location: elsewhere.url })
      const handler = standardWebhook({ url: service.url, secrets: SECRETS })
      await assert.rejects(async () => handler(event), {
        message: `the receiver answered with HTTP status ${String(status)}`,
      })
    }
    assert.equal(elsewhere.arrived.length, 0)
  })

  it('rejects when the receiver does not answer in time', async () => {
    await using service = await receiver(0)
    const handler = standardWebhook({ url: service.url, secrets: SECRETS, timeoutMs: 50 })
    await assert.rejects(async () => handler(event), { name: 'TimeoutError' })
  })

  it('says what is wrong with its options, and shows no secret', () => {
    const [secret] = SECRETS
    for (const wrong of [
      { url: 'http://example.test', secrets: SECRETS },
      { url: 'https://user:pass@example.test', secrets: SECRETS },
      { url: 'nowhere', secrets: SECRETS },
      { url: 'https://example.test', secrets: [] },
      { url: 'https://example.test', secrets: ['c2hvcnQ='] },
      { url: 'https://example.test', secrets: [`${String(secret)}!`] },
      { url: 'https://example.test', secrets: SECRETS, timeoutMs: 0 },
      { url: 'https://example.test', secrets: SECRETS, other: 1 },
    ]) {
      assert.throws(
        () => standardWebhook(wrong),
        (error: Error & { code: string }) =>
          error.code === 'invalid_configuration' && !error.message.includes(String(secret)),
      )
    }
  })
})
