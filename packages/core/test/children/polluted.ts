import { nodeTransport, endpoint, Type, WireNumber, WireNumberSchema } from '../../src/index.js'
import { encode } from '../../src/transport/encode.js'
import { granted, order } from '../support/order.js'

// For each `url key value`: pollutes Object.prototype, sends a JSON request, a form and a query, and cleans up.

const json = endpoint({
  name: 'create',
  method: 'POST',
  path: '/charges/{id}',
  encoding: 'json',
  effect: 'once',
  input: Type.Object({ id: Type.String(), amount: WireNumberSchema, note: Type.Object({}) }),
  output: Type.Object({}),
})

const VALUES: Readonly<Record<string, unknown>> = Object.assign(Object.create(null) as object, {
  function: () => 'polluted',
  true: true,
  one: 1,
  object: { polluted: 'yes' },
  proxy: { host: '127.0.0.1', port: 1 },
  list: ['polluted'],
})

const exchange = async (url: string): Promise<string> => {
  const transport = nodeTransport()
  const outcomes: string[] = []
  const send = async (called: typeof json, input: Record<string, unknown>, headers: Record<string, string>) => {
    const request = encode(called, input)
    const outcome = await transport.send(
      order(url, {
        method: called.method,
        path: request.path,
        headers: { ...request.headers, ...headers },
        body: request.body as never,
        fresh: headers['authorization'] !== undefined,
        beforeWrite: async () => granted,
      }),
    )
    outcomes.push(outcome.kind === 'answered' ? `answered ${outcome.status}` : `${outcome.kind} ${outcome.phase}`)
  }
  const note = { a: [1, 'b'] }
  await send(json, { id: '7', amount: new WireNumber('10.50'), note }, { authorization: 'Bearer key' })
  await send({ ...json, path: '/login', encoding: 'multipart' }, { user: 'u', password: 'p' }, {})
  await send({ ...json, method: 'GET', path: '/charges', encoding: 'query' }, { reference: 'r' }, {})
  transport.close()
  return outcomes.join(', ')
}

const args = process.argv.slice(2)
for (let at = 0; at < args.length; at += 3) {
  const [url = '', key = '', value = ''] = args.slice(at)
  if (key !== '') {
    const polluted = value in VALUES ? VALUES[value] : value
    Object.defineProperty(Object.prototype, key, {
      value: polluted,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  const told = await exchange(url).catch((error: unknown) => `threw ${String(error)}`)
  Reflect.deleteProperty(Object.prototype, key)
  console.log(`${key}: ${told}`)
}
// Some pollutions leave Node itself with handles that never close.
process.exit(0)
