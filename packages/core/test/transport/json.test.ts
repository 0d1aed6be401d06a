import assert from 'node:assert/strict'
import fc from 'fast-check'
import { UnreadableBody, readJson } from '../../src/transport/json.js'

const read = (text: string) => readJson(Buffer.from(text))
const refuses = (what: string, body: string | Buffer, message?: RegExp) =>
  it(`refuses ${what}`, () =>
    assert.throws(
      () => readJson(Buffer.from(body as string)),
      (error: Error) => {
        assert.ok(error instanceof UnreadableBody)
        if (message !== undefined) assert.match(error.message, message)
        return true
      },
    ))

const nested = (levels: number, open: string, close: string) => open.repeat(levels) + '1' + close.repeat(levels)

describe('reading a body of JSON', () => {
  it('gives what JSON gives, for whatever JSON writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/[\d.]{16}/.test(text))
        assert.deepEqual(read(text), JSON.parse(text))
      }),
    )
  })

  it('does not take colons inside of texts for keys', () => {
    assert.deepEqual(read('{"a":"x\\":1,\\"a\\":2","b":"\\"c\\" : 3"}'), { a: 'x":1,"a":2', b: '"c" : 3' })
  })

  it('takes a key that is given twice with the same value', () => {
    assert.deepEqual(read('{"a":1,"b":{"c":[1]},"a":1,"b":{"c":[1]}}'), { a: 1, b: { c: [1] } })
  })
  refuses('a key that is given twice with different values', '{"a":1,"a":2}', /./)
  refuses('a key that is given twice deep inside', '{"x":[{"y":{"a":"1","a":"2"}}]}')
  refuses('a key that is given twice in different writings', '{"a":1,"\\u0061":2}')
  refuses('a key that is given twice beside a text with a colon', '{"a":"\\":","a":"b"}')
  refuses('a key that is given twice with and without null', '{"a":1,"a":null}')

  for (const [text, value] of [
    ['{"n":123456789012345}', 123456789012345],
    ['{"n":0.1}', 0.1],
    ['{"n":-12345678.1234567}', -12345678.1234567],
    ['{"n":1e3}', 1000],
    ['{"n":1.0E2}', 100],
    ['{"n":100.00000000000000000}', 100],
    ['{"n":0.00000000000000012345}', 1.2345e-16],
    ['{"n": \n 12}', 12],
    ['{"n":1.23456789012345e-20}', 1.23456789012345e-20],
  ] as const) {
    it(`reads the number in ${JSON.stringify(text)}`, () => assert.deepEqual(read(text), { n: value }))
  }
  for (const number of [
    '1234567890123456',
    '9007199254740993',
    '12345678901234567',
    '0.1234567890123456',
    '1.234567890123456e5',
    '-1234567890123456',
    '123456789012.3456',
  ]) {
    refuses(`the number ${number}, which a double may round`, `{"n":${number}}`, /15 significant digits/)
    refuses(`the number ${number} in a list`, `[1,${number}]`, /15 significant digits/)
    refuses(`the number ${number} alone`, number, /15 significant digits/)
  }
  it('does not take digits inside of texts for numbers', () => {
    assert.deepEqual(read('{"id":"1234567890123456789","note":"n:12345678901234567"}'), {
      id: '1234567890123456789',
      note: 'n:12345678901234567',
    })
  })

  it('takes 32 levels', () => {
    assert.doesNotThrow(() => read(nested(32, '[', ']')))
    assert.doesNotThrow(() => read(nested(32, '{"a":', '}')))
  })
  refuses('33 levels', nested(33, '[', ']'), /32 levels/)
  refuses('33 levels of objects', nested(33, '{"a":', '}'), /32 levels/)
  refuses('a hundred thousand levels', nested(100_000, '[', ']'), /32 levels/)

  refuses('nothing', '')
  refuses('white space', ' \n')
  refuses('half an object', '{"a":1')
  refuses('two objects', '{}{}')
  refuses('a comma too many', '{"a":1,}')
  refuses('a comment', '{"a":1/* */}')
  refuses('single quotes', "{'a':1}")
  refuses('NaN', '{"a":NaN}')
  refuses('a number of another language', '{"a":01}')
  refuses('bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]))
  refuses('a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))
  refuses('UTF-16', Buffer.from('\ufeff{}', 'utf16le'))

  it('reads texts of all languages', () => {
    assert.deepEqual(read('{"name":"Ana Gómez 日本 🦊"}'), { name: 'Ana Gómez 日本 🦊' })
  })

  it('is not harmed by a key named __proto__', () => {
    const value = read('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as object
    assert.equal(({} as { polluted?: unknown }).polluted, undefined)
    assert.equal((value as { polluted?: unknown }).polluted, undefined)
    assert.deepEqual(Object.keys(value), ['__proto__', 'constructor'])
  })

  it('does not repeat what it could not read', () => {
    for (const text of ['canary-1234', '{"a":"canary-1234', '{"canary-1234":1,"canary-1234":2}']) {
      assert.throws(
        () => read(text),
        (error: Error & { cause?: unknown }) => {
          assert.equal(`${error.message} ${String(error.cause)}`.includes('canary'), false)
          return true
        },
      )
    }
  })

  it('takes no time that grows faster than the body', () => {
    const hostile = [
      `{"a":"${'\\":'.repeat(250_000)}"}`,
      `[${'1,'.repeat(400_000)}1]`,
      `{"a":${' '.repeat(900_000)}1}`,
      `["${':'.repeat(900_000)}"]`,
      `[${'12345678901234 ,'.repeat(50_000)}1]`,
    ]
    for (const text of hostile) {
      const startedAt = performance.now()
      read(text)
      assert.ok(performance.now() - startedAt < 2_000)
    }
  })
})
