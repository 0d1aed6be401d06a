import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { send, type Reply } from '../support/client.js'

const part = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const RIGHT = `${part('amount', '42000')}${part('external_id', 'ord-1')}--b--\r\n`

/** Sends a body to an endpoint that takes two fields, and tells the answer and the fields that were read. */
async function post(
  body: string | Buffer,
  contentType = 'multipart/form-data; boundary=b',
): Promise<{ readonly reply: Reply; readonly fields: unknown }> {
  await using simulator = await startSimulator('palladium')
  const reply = await send(`${simulator.url}/create-qris`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  })
  return { reply, fields: simulator.requests[0]?.fields }
}

describe('multipart', () => {
  const accepted: readonly (readonly [string, string, string?])[] = [
    ['the plain form', RIGHT],
    ['no CRLF after the last boundary', RIGHT.slice(0, -2)],
    ['a quoted boundary', RIGHT, 'multipart/form-data; boundary="b"'],
    ['another case of the media type', RIGHT, 'Multipart/Form-Data; Boundary=b'],
    ['a header in another case', RIGHT.replace('Content-Disposition', 'content-disposition')],
    ['a content type of plain text', RIGHT.replace('\r\n\r\n', '\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n')],
  ]
  for (const [what, body, contentType] of accepted) {
    it(`takes ${what}`, async () => {
      const { reply, fields } = await post(body, contentType)
      assert.equal(reply.status, 200, reply.text)
      assert.deepEqual(fields, { amount: '42000', external_id: 'ord-1' })
    })
  }

  it('keeps a value as it is: line breaks, blank lines, quotes, other scripts, something like a boundary', async () => {
    const value = 'a\r\n\r\n--c\r\n "quoted" --b é 日本 '
    const { reply, fields } = await post(`${part('amount', '42000')}${part('external_id', value)}--b--\r\n`)
    assert.equal(reply.status, 200, reply.text)
    assert.deepEqual(fields, { amount: '42000', external_id: value })
  })

  it('reads what the platform itself writes', async () => {
    await using simulator = await startSimulator('palladium')
    const form = new FormData()
    form.set('amount', '42000')
    form.set('external_id', 'ord-é')
    const headers = { authorization: 'Bearer key' }
    const reply = await fetch(`${simulator.url}/create-qris`, { method: 'POST', headers, body: form })
    assert.equal(reply.status, 200)
    assert.equal(simulator.ledger.count({ reference: 'ord-é' }), 1)
  })

  const refused: readonly (readonly [string, string | Buffer, string?])[] = [
    ['no boundary', RIGHT, 'multipart/form-data'],
    ['an empty boundary', RIGHT, 'multipart/form-data; boundary='],
    ['a boundary with a forbidden character', RIGHT, 'multipart/form-data; boundary="b\u00e9"'],
    ['a boundary that is too long', RIGHT, `multipart/form-data; boundary=${'b'.repeat(71)}`],
    ['a second parameter', RIGHT, 'multipart/form-data; boundary=b; charset=utf-8'],
    ['another boundary in the body', RIGHT, 'multipart/form-data; boundary=c'],
    ['an empty body', ''],
    ['a preamble', `hello\r\n${RIGHT}`],
    ['an epilogue', `${RIGHT}hello`],
    ['no last boundary', RIGHT.slice(0, -5)],
    ['bare line feeds', RIGHT.replaceAll('\r\n', '\n')],
    ['a boundary that goes on', RIGHT.replace('--b\r\n', '--bb\r\n')],
    ['space after a boundary', RIGHT.replace('--b\r\n', '--b \r\n')],
    ['no blank line', RIGHT.replace('\r\n\r\n', '\r\n')],
    ['no disposition', RIGHT.replace(/Content-Disposition.*\r\n/, 'Content-Type: text/plain\r\n')],
    ['two dispositions', RIGHT.replace(/(Content-Disposition.*\r\n)/, '$1$1')],
    ['another disposition', RIGHT.replace('form-data; name', 'attachment; name')],
    ['a filename', RIGHT.replace('name="amount"', 'name="amount"; filename="a.txt"')],
    ['a name without quotes', RIGHT.replace('name="amount"', 'name=amount')],
    ['an empty name', RIGHT.replace('name="amount"', 'name=""')],
    ['an escaped name', RIGHT.replace('name="amount"', 'name="am%0Dount"')],
    ['a file', RIGHT.replace('\r\n\r\n', '\r\nContent-Type: application/octet-stream\r\n\r\n')],
    ['a transfer encoding', RIGHT.replace('\r\n\r\n', '\r\nContent-Transfer-Encoding: 8bit\r\n\r\n')],
    ['a repeated field', `${part('amount', '42000')}${RIGHT}`],
    ['a value that is not UTF-8', Buffer.from(RIGHT.replace('ord-1', 'ord-\u00ff'), 'latin1')],
    [
      'too many parts',
      `${part('amount', '1').repeat(1)}${Array.from({ length: 101 }, () => part('x', '1')).join('')}--b--`,
    ],
  ]
  for (const [what, body, contentType] of refused) {
    it(`refuses ${what}`, async () => {
      const { reply, fields } = await post(body, contentType)
      assert.equal(reply.status, 400, reply.text)
      assert.match(reply.text, /multipart body is malformed/)
      assert.deepEqual(fields, {})
    })
  }
})
