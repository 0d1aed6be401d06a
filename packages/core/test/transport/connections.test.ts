import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { nodeTransport, type HttpOutcome } from '../../src/index.js'
import { child } from '../support/child.js'
import { withRealNetwork } from '../support/network.js'
import { granted, order, pause } from '../support/order.js'
import { ok, rawServer } from '../support/servers.js'

const kind = ({ kind: one }: HttpOutcome) => one
const answering = () => rawServer({ onRequest: (socket, _, count) => void socket.write(ok(`{"n":${count}}`)) })
const body = (outcome: HttpOutcome) => (outcome.kind === 'answered' ? String(outcome.body) : outcome.kind)

describe('connections', () => {
  withRealNetwork()

  it('are kept for the next request that may use one', async () => {
    await using server = await answering()
    const transport = nodeTransport()
    const answers = []
    for (let turn = 0; turn < 3; turn += 1)
      answers.push(body(await transport.send(order(server.url, { fresh: false }))))
    transport.close()
    assert.deepEqual(answers, ['{"n":1}', '{"n":2}', '{"n":3}'])
    assert.equal(server.connections.length, 1)
  })

  it('are never used twice for requests that want a fresh one', async () => {
    await using server = await answering()
    const transport = nodeTransport()
    await transport.send(order(server.url, { fresh: false }))
    for (let turn = 0; turn < 3; turn += 1) {
      assert.equal(body(await transport.send(order(server.url, { fresh: true }))), '{"n":1}')
    }
    assert.equal(body(await transport.send(order(server.url, { fresh: false }))), '{"n":2}')
    transport.close()
    assert.equal(server.connections.length, 4)
  })

  it('of many requests at once are as many', async () => {
    await using server = await answering()
    const transport = nodeTransport()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => transport.send(order(server.url))))
    assert.deepEqual(new Set(outcomes.map(body)), new Set(['{"n":1}']))
    assert.equal(server.connections.length, 20)
  })

  it('that are kept ask for permission as well', async () => {
    await using server = await answering()
    const transport = nodeTransport()
    await transport.send(order(server.url, { fresh: false }))
    const before = server.received().length
    let seen: number | undefined
    const beforeWrite = async () => {
      await pause(20)
      seen = server.received().length
      return granted
    }
    assert.equal(body(await transport.send(order(server.url, { fresh: false, beforeWrite }))), '{"n":2}')
    assert.equal(seen, before)
    const denied = await transport.send(
      order(server.url, { fresh: false, beforeWrite: async () => ({ granted: false }) }),
    )
    assert.equal(kind(denied), 'not_written')
    transport.close()
  })

  it('that are kept and were closed by the server are replaced', async () => {
    await using server = await rawServer({ onRequest: (socket) => void socket.end(ok('{}')) })
    const transport = nodeTransport()
    assert.equal(body(await transport.send(order(server.url, { fresh: false }))), '{}')
    await pause(30)
    assert.equal(body(await transport.send(order(server.url, { fresh: false }))), '{}')
    transport.close()
  })

  it('that are kept and on which the server has spoken unasked do not give that as an answer', async () => {
    await using server = await rawServer({
      onRequest: (socket, _, count) => {
        socket.write(ok(`{"n":${count}}`))
        if (count === 1) setTimeout(() => socket.write(ok('{"id":"of somebody else"}')), 20)
      },
    })
    const transport = nodeTransport()
    await transport.send(order(server.url, { fresh: false }))
    await pause(50)
    const next = await transport.send(order(server.url, { fresh: false, beforeWrite: async () => granted }))
    transport.close()
    assert.notEqual(body(next), '{"id":"of somebody else"}')
  })

  it('are let go of by close()', async () => {
    await using server = await answering()
    const transport = nodeTransport()
    await transport.send(order(server.url, { fresh: false }))
    transport.close()
    await pause(20)
    assert.equal(server.connections[0]!.socket.readableEnded || server.connections[0]!.socket.destroyed, true)
  })

  it('that are idle, and their timers, let the process end', async () => {
    await using server = await answering()
    const startedAt = performance.now()
    const { code, out, problems } = await child('send.ts', { args: [server.url] })
    assert.deepEqual([code, out, problems], [0, 'answered 200 {"n":1}\n', ''])
    assert.ok(performance.now() - startedAt < 10_000)
  })
})

describe('TLS to a host whose certificate is trusted', () => {
  it('asks for permission on the secured connection and sends the request', async () => {
    await using server = await rawServer({ tls: 'localhost', onRequest: (socket) => void socket.end(ok('{"n":1}')) })
    const authority = fileURLToPath(new URL('../fixtures/certificate.pem', import.meta.url))
    const { out } = await child('send.ts', { args: [server.url], env: { NODE_EXTRA_CA_CERTS: authority } })
    assert.equal(out, 'answered 200 {"n":1}\n')
    assert.match(server.received(), /^POST \/charges HTTP\/1\.1\r\n/)
  })

  it('cannot be had by switching verification off in the environment', async () => {
    await using server = await rawServer({ tls: 'localhost', onRequest: (socket) => void socket.end(ok('{"n":1}')) })
    const { out } = await child('send.ts', { args: [server.url], env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })
    assert.equal(out, 'not_written tls\n')
    assert.equal(server.received(), '')
  })
})

describe('the environment', () => {
  it('cannot put a proxy in between', async () => {
    await using server = await answering()
    await using proxy = await answering()
    const env = Object.fromEntries(
      ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'npm_config_proxy'].map(
        (name) => [name, proxy.url],
      ),
    )
    const { out } = await child('send.ts', { args: [server.url], env: { ...env, NO_PROXY: '', no_proxy: '' } })
    assert.equal(out, 'answered 200 {"n":1}\n')
    assert.equal(proxy.connections.length, 0)
  })
})
