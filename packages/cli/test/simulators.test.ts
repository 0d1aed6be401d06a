import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { polyrail, start } from './support/command-line.js'

const ANY = [
  'simulators',
  ...['palladium', 'palomma', 'card-intent', 'billon'].flatMap((name) => [`--${name}-port`, '0']),
]

/** Waits for what the command prints last when it is ready. */
const running = async () => {
  const child = start(...ANY)
  const ended = once(child, 'close') as Promise<[number | null]>
  let printed = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += String(chunk)
    if (/\/ledger\n/.test(printed)) break
  }
  const urls = [...printed.matchAll(/^ {2}(\w+) +(http:\S+) +(http:\S+)$/gm)].map(([, name, url, controls]) => [
    name,
    { url, controls },
  ])
  const byName = Object.fromEntries(urls) as Record<string, { readonly url: string; readonly controls: string }>
  return { child, ended, printed, palladium: byName['palladium']!, palomma: byName['palomma']! }
}

describe('polyrail simulators', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`answers requests and ends with 0 at ${signal}`, async () => {
      const { child, ended, palladium, palomma } = await running()
      try {
        const headers = { authorization: 'Bearer any' }
        assert.equal((await fetch(`${palladium.url}/me`, { headers })).status, 200)
        assert.equal((await fetch(`${palomma.url}/customers`, { headers })).status, 200)
        assert.deepEqual(await (await fetch(`${palladium.controls}/ledger`)).json(), [])
      } finally {
        child.kill(signal)
      }
      assert.deepEqual(await ended, [0, null])
      await assert.rejects(fetch(`${palladium.url}/me`))
    })
  }

  it('prints controls that work as they are printed', async () => {
    const { child, ended, printed } = await running()
    try {
      const commands = [...printed.matchAll(/curl -s (\S+) \\\n +-H '([^:]+): ([^']+)' -d '(.+)'\n/g)]
      assert.equal(commands.length, 2)
      for (const [, url = '', header = '', value = '', body = ''] of commands) {
        const response = await fetch(url, { method: 'POST', headers: { [header]: value }, body })
        const answer = await response.text()
        // Nobody has created the payin that the example pays.
        if (url.endsWith('/actions/settle')) assert.match(answer, /there is no object whose reference is/)
        else assert.deepEqual([response.status, answer], [200, `{"fault":${body},"hits":0}`])
      }
    } finally {
      child.kill('SIGTERM')
    }
    await ended
  })

  it('says which port is taken, and by which option to choose another', async () => {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      const args = [...ANY, '--palomma-port', String(port)]
      assert.deepEqual(await polyrail(...args), {
        exitCode: 1,
        stdout: '',
        stderr: `polyrail: port ${port} is in use. Choose another with --palomma-port.\n`,
      })
    } finally {
      server.close()
    }
  })
})
