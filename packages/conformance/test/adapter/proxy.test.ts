import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { FaultProxy, type Fault } from '@polyrail/conformance'

/** A server that answers how many requests it has had, behind a proxy. */
const start = async () => {
  let count = 0
  const server = http.createServer((request, response) => {
    request.resume()
    count += 1
    response.writeHead(201, { 'content-type': 'application/json', 'x-own': 'yes' }).end(JSON.stringify({ count }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await FaultProxy.start(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`)
  return {
    proxy,
    had: () => count,
    post: (body: unknown = { amount: 1 }, path = '/payouts') =>
      fetch(`${proxy.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        redirect: 'manual',
      }),
    close: async () => {
      await proxy.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

describe('the proxy before a provider', () => {
  let world: Awaited<ReturnType<typeof start>>

  beforeEach(async () => {
    world = await start()
  })

  afterEach(() => world.close())

  const faulty = (fault: Fault) => {
    world.proxy.plan('POST /payouts', fault)
    return world.post()
  }

  it('hands on what nobody has planned anything for', async () => {
    const answer = await world.post()
    assert.deepEqual([answer.status, answer.headers.get('x-own')], [201, 'yes'])
    assert.deepEqual(await answer.json(), { count: 1 })
    assert.match(world.proxy.url, /\/v1$/)
  })

  it('loses an answer after the request has arrived', async () => {
    await assert.rejects(faulty({ answer: { kind: 'reset' } }))
    await assert.rejects(faulty({ answer: { kind: 'close' } }))
    assert.equal(world.had(), 2)
  })

  it('loses a request', async () => {
    await assert.rejects(faulty({ forward: 0, answer: { kind: 'reset' } }))
    assert.equal(world.had(), 0)
  })

  it('delivers a request twice', async () => {
    const answer = await faulty({ forward: 2 })
    assert.deepEqual(await answer.json(), { count: 2 })
  })

  it('cuts a body', async () => {
    const answer = await faulty({ answer: { kind: 'cut' } })
    await assert.rejects(answer.text())
  })

  it('answers something else, as JSON or as a page', async () => {
    const json = await faulty({ forward: 0, answer: { kind: 'other', status: 409, body: { no: 1 } } })
    assert.deepEqual([json.status, await json.json()], [409, { no: 1 }])
    const headers = { location: '/x' }
    const page = await faulty({ answer: { kind: 'other', status: 301, body: '<p>', headers } })
    assert.deepEqual([page.status, page.headers.get('content-type'), await page.text()], [301, 'text/html', '<p>'])
    assert.equal(world.had(), 1)
  })

  it('edits an answer', async () => {
    const edited = await faulty({ answer: { kind: 'edited', edit: (body) => ({ ...(body as object), more: true }) } })
    assert.deepEqual(await edited.json(), { count: 1, more: true })
    const text = await faulty({ answer: { kind: 'rewritten', rewrite: (body) => body.slice(0, 3) } })
    assert.equal(await text.text(), '{"c')
  })

  it('answers late', async () => {
    const before = performance.now()
    await faulty({ answer: { kind: 'late', ms: 60 } })
    assert.ok(performance.now() - before >= 55)
  })

  it('says nothing until it is closed', async () => {
    const silent = faulty({ forward: 0, answer: { kind: 'silence' } }).catch(() => 'ended')
    const first = await Promise.race([silent, new Promise((resolve) => setTimeout(resolve, 30, 'waiting'))])
    assert.equal(first, 'waiting')
    await world.proxy.close()
    assert.equal(await silent, 'ended')
  })

  it('strikes as often as it was planned, where it was planned, and can forget', async () => {
    const refusal: Fault = { forward: 0, answer: { kind: 'other', status: 422, body: {} } }
    world.proxy.plan('POST /payouts/{id}/cancel', refusal, 2)
    const statuses = []
    for (const path of ['/payouts', '/payouts/7/cancel', '/payouts/a-b/cancel', '/payouts/7/cancel']) {
      statuses.push((await world.post({}, path)).status)
    }
    assert.deepEqual(statuses, [201, 422, 422, 201])
    world.proxy.plan('*', refusal)
    world.proxy.clear()
    assert.equal((await world.post()).status, 201)
  })

  it('keeps every digit of what it has seen', async () => {
    await world.post('{"amount": 1.10, "note": "2.50 \\" 3", "big": 12345678901234567890}')
    const [seen] = world.proxy.to('POST /payouts')
    assert.deepEqual(seen?.digits, { amount: '1.10', note: '2.50 " 3', big: '12345678901234567890' })
    assert.deepEqual((seen.fields as { readonly amount: number }).amount, 1.1)
    assert.equal(world.proxy.writes.length, 1)
  })

  it('reads forms and queries', async () => {
    const form = new FormData()
    form.set('name', 'Anna')
    form.set('amount', '10')
    await fetch(`${world.proxy.url}/form`, { method: 'POST', body: form })
    await fetch(`${world.proxy.url}/form`, { method: 'POST', body: new URLSearchParams({ name: 'Anna' }) })
    await fetch(`${world.proxy.url}/list?from=1&to=2`)
    const [multipart, encoded, list] = world.proxy.requests
    assert.deepEqual(
      [multipart?.fields, encoded?.fields, list?.fields, list?.query],
      [{ name: 'Anna', amount: '10' }, { name: 'Anna' }, { from: '1', to: '2' }, '?from=1&to=2'],
    )
  })

  it('ends a connection where the provider cannot be reached', async () => {
    const dead = await FaultProxy.start('http://127.0.0.1:1')
    await assert.rejects(fetch(`${dead.url}/payouts`))
    await dead.close()
  })
})
