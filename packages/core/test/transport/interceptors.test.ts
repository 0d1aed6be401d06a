import assert from 'node:assert/strict'
import { axiosTransport, nodeTransport, type HttpOutcome } from '../../src/index.js'
import { isTaken, withRealNetwork } from '../support/network.js'
import { granted, order } from '../support/order.js'
import { ok, rawServer } from '../support/servers.js'

const kind = ({ kind: one }: HttpOutcome) => one
const answering = () => rawServer({ onRequest: (socket, _, count) => void socket.write(ok(`{"n":${count}}`)) })
const body = (outcome: HttpOutcome) => (outcome.kind === 'answered' ? String(outcome.body) : outcome.kind)

describe('interceptors of the platform', () => {
  withRealNetwork()

  it('see every request and its outcome', async () => {
    await using server = await answering()
    const seen: unknown[] = []
    const transport = axiosTransport({
      configure: ({ interceptors }) => {
        interceptors.request.use((config) => (seen.push([config.method, config.url]), config))
        interceptors.response.use((response) => (seen.push(response.status), response))
      },
    })
    await transport.send(order(server.url))
    await transport.send(order(server.url))
    assert.deepEqual(seen, [['post', '/charges'], 200, ['post', '/charges'], 200])
  })

  it('that give up before the request is sent leave proof that nothing was written', async () => {
    await using server = await answering()
    const transport = axiosTransport({
      configure: ({ interceptors }) => void interceptors.request.use(() => Promise.reject(new Error('not today'))),
    })
    const outcome = await transport.send(order(server.url))
    assert.deepEqual([outcome.kind, 'error' in outcome && String(outcome.error)], ['not_written', 'Error: not today'])
    assert.equal(server.connections.length, 0)
  })

  it('that give up without an error do so too', async () => {
    const transport = axiosTransport({
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      configure: ({ interceptors }) => void interceptors.request.use(() => Promise.reject('not today')),
    })
    assert.equal(kind(await transport.send(order('http://127.0.0.1:1'))), 'not_written')
  })

  it('that fail after the answer do not hide it', async () => {
    await using server = await answering()
    const transport = axiosTransport({
      configure: ({ interceptors }) => void interceptors.response.use(() => Promise.reject(new Error('a bug'))),
    })
    assert.equal(body(await transport.send(order(server.url))), '{"n":1}')
  })

  it('that repeat a request get the same outcome and send nothing', async () => {
    await using server = await answering()
    const transport = axiosTransport({
      configure: (instance) => {
        let repeated = false
        instance.interceptors.response.use((response) => {
          if (repeated) return response
          repeated = true
          return instance.request(response.config)
        })
      },
    })
    assert.equal(body(await transport.send(order(server.url))), '{"n":1}')
    assert.equal(server.connections.length, 1)
  })
})

describe('an interceptor of the network such as nock', () => {
  it('is asked only after permission was given', async () => {
    const taken = isTaken()
    const { default: nock } = await import('nock')
    if (!nock.isActive()) nock.activate()
    const steps: string[] = []
    nock('http://provider.test')
      .post('/charges')
      .reply(() => (steps.push('request'), [200, '{"n":1}', { 'content-type': 'application/json' }]))
    const beforeWrite = async () => (steps.push('permission'), granted)
    const outcome = await nodeTransport().send(order('http://provider.test', { beforeWrite }))
    nock.cleanAll()
    if (!taken) nock.restore()
    assert.equal(body(outcome), '{"n":1}')
    assert.deepEqual(steps, ['permission', 'request'])
  })
})
