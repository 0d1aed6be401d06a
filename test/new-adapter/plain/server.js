import { once } from 'node:events'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

/** Pebble on this machine; `payouts` are its books. */
export const startPebble = async (key) => {
  const payouts = []
  const serve = async ({ method, url, headers }, body) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    if (headers.authorization !== `Bearer ${key}`) return [401, { refused: 'key' }]
    if (method === 'POST') {
      const payout = { id: `pb_${payouts.length + 1}`, ref: body.ref, state: 'waiting', cents: body.cents }
      payouts.push(payout)
      return [200, payout]
    }
    if (pathname === '/payouts') {
      return [200, { payouts: payouts.filter(({ ref }) => ref === searchParams.get('ref')) }]
    }
    const found = payouts.find(({ id }) => pathname === `/payouts/${id}`)
    return found === undefined ? [404, { refused: 'none' }] : [200, found]
  }
  const server = createServer(async (request, response) => {
    const [status, answer] = await serve(request, request.method === 'POST' ? await json(request) : {})
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    payouts,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
