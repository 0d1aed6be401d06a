import assert from 'node:assert/strict'
import { child } from '../support/child.js'
import { ok, rawServer } from '../support/servers.js'

const POLLUTIONS: readonly (readonly [string, string])[] = [
  ['auth', 'user:polluted'],
  ['headers', 'object'],
  ['proxy', 'proxy'],
  ['socketPath', '/nowhere/polluted.sock'],
  ['baseURL', 'http://127.0.0.1:1'],
  ['agent', 'object'],
  ['toJSON', 'function'],
  ['host', '127.0.0.2'],
  ['hostname', '127.0.0.2'],
  ['path', '/polluted'],
  ['method', 'DELETE'],
  ['setHost', 'true'],
  ['setDefaultHeaders', 'true'],
  ['createConnection', 'function'],
  ['lookup', 'function'],
  ['timeout', 'one'],
  ['signal', 'object'],
  ['insecureHTTPParser', 'true'],
  ['joinDuplicateHeaders', 'true'],
  ['uniqueHeaders', 'list'],
  ['localAddress', '127.0.0.9'],
  ['transformRequest', 'function'],
  ['params', 'object'],
  ['data', 'polluted'],
  ['filename', 'polluted.txt'],
  ['filepath', 'polluted.txt'],
  ['contentType', 'text/polluted'],
  ['header', 'x-polluted: yes'],
  ['name', 'polluted'],
  ['knownLength', 'one'],
  ['_boundary', 'polluted'],
  ['text', 'polluted'],
  ['value', 'polluted'],
  ['isLosslessNumber', 'true'],
  ['then', 'object'],
]

/** The bytes without what is new every time: the boundary of the form, and the port. */
const comparable = (bytes: string): string => {
  const boundary = /boundary=(\S+)/.exec(bytes)?.[1]
  return (boundary === undefined ? bytes : bytes.replaceAll(boundary, 'BOUNDARY')).replace(/Host: \S+/g, 'Host: HOST')
}

describe('a polluted Object.prototype', function () {
  this.timeout(60_000)
  const seen = new Map<string, { readonly bytes: string; readonly told: string | undefined }>()

  before(async () => {
    let left = [['', ''] as const, ...POLLUTIONS]
    // A process that a pollution has killed is followed by another for the rest.
    while (left.length > 0) {
      const servers = await Promise.all(
        left.map(() => rawServer({ onRequest: (socket) => void socket.write(ok('{}')) })),
      )
      const args = left.flatMap((pollution, index) => [servers[index]!.url, ...pollution])
      const { out } = await child('polluted.ts', { args })
      const told = new Map(
        out
          .trimEnd()
          .split('\n')
          .map((line) => line.split(': ') as [string, string]),
      )
      const ended = left.findIndex(([key]) => !told.has(key))
      const done = ended < 0 ? left.length : ended + 1
      for (const [index, [key]] of left.slice(0, done).entries()) {
        seen.set(key, { bytes: comparable(servers[index]!.received()), told: told.get(key) })
      }
      left = left.slice(done)
      for (const server of servers) await server[Symbol.asyncDispose]()
    }
  })

  it('is compared with three requests that arrive', () => {
    const { bytes, told } = seen.get('')!
    assert.equal(told, 'answered 200, answered 200, answered 200')
    assert.match(bytes, /^POST \/charges\/7 HTTP\/1\.1\r\n/)
    assert.match(bytes, /\r\n\r\n\{"amount":10\.50,"note":\{"a":\[1,"b"\]\}\}POST \/login/)
    assert.match(bytes, /name="user"\r\n\r\nu\r\n--BOUNDARY/)
  })

  it('with timeout, which breaks Node itself, sends nothing', () => {
    assert.equal(seen.get('timeout')?.bytes, '')
    assert.doesNotMatch(seen.get('timeout')?.told ?? '', /answered|no_answer/)
  })

  it('with signal, which ends the process, changes no byte of what is sent before that', () => {
    const { bytes } = seen.get('signal')!
    assert.equal(bytes, seen.get('')!.bytes.slice(0, bytes.length))
  })

  for (const [key] of POLLUTIONS.filter(([name]) => name !== 'timeout' && name !== 'signal')) {
    it(`with ${key} leaves the bytes on the wire as they are`, () => {
      assert.deepEqual(seen.get(key), seen.get(''))
    })
  }
})
