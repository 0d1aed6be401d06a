import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Type, WireNumber, endpoint, type Endpoint } from '../../src/index.js'
import { UnencodableField, encode } from '../../src/transport/encode.js'

const anything = Type.Object({})
const declared = (encoding: Endpoint['encoding'], path: `/${string}` = '/charges') =>
  endpoint({ name: 'e', method: 'POST', path, encoding, effect: 'once', input: anything, output: anything })

const refuses = (
  encoding: Endpoint['encoding'],
  input: Record<string, unknown>,
  { path = '/charges', field = 'a' }: { readonly path?: `/${string}`; readonly field?: string } = {},
) =>
  assert.throws(
    () => encode(declared(encoding, path), input),
    (error: Error) => {
      assert.ok(error instanceof UnencodableField, String(error))
      assert.equal(error.field, field)
      return true
    },
  )

describe('the path of a request', () => {
  const to = (id: unknown) => encode(declared('query', '/charges/{a}/refunds'), { a: id })
  for (const [id, path] of [
    ['ch_1', '/charges/ch_1/refunds'],
    [7, '/charges/7/refunds'],
    ['a/b', '/charges/a%2Fb/refunds'],
    ['../admin', '/charges/..%2Fadmin/refunds'],
    ['%2e%2e', '/charges/%252e%252e/refunds'],
    ['%2F', '/charges/%252F/refunds'],
    ['a?b=c#d', '/charges/a%3Fb%3Dc%23d/refunds'],
    ['a b', '/charges/a%20b/refunds'],
    ['//evil.test', '/charges/%2F%2Fevil.test/refunds'],
    ['@evil.test', '/charges/%40evil.test/refunds'],
    ['a\\b', '/charges/a%5Cb/refunds'],
    ['é', '/charges/%C3%A9/refunds'],
    ['...', '/charges/.../refunds'],
  ] as const) {
    it(`carries ${JSON.stringify(id)} as one segment`, () => assert.equal(to(id).path, path))
  }
  for (const id of ['', '.', '..', 'a\r\nb', 'a\nb', 'a\0b', undefined, null, {}, ['a'], 10n, '\ud800']) {
    it(`refuses ${typeof id === 'bigint' ? '10n' : JSON.stringify([id])}`, () =>
      refuses('query', { a: id }, { path: '/charges/{a}' }))
  }
  it('is never another path, whatever the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        let path
        try {
          ;({ path } = encode(declared('query', '/charges/{a}'), { a: id }))
        } catch (error) {
          assert.ok(error instanceof UnencodableField)
          return
        }
        const url = new URL(`http://acme.test${path}`)
        assert.equal(url.host, 'acme.test')
        assert.equal(url.search + url.hash, '')
        assert.equal(decodeURIComponent(url.pathname.slice('/charges/'.length)), id)
      }),
    )
  })
  it('takes its fields out of the rest', () => {
    const { path, body } = encode(declared('json', '/{a}/{b}'), { a: 'x', b: 'y', c: 'z' })
    assert.deepEqual([path, body], ['/x/y', '{"c":"z"}'])
  })
})

describe('a query', () => {
  it('carries texts, numbers and booleans, and leaves out what is undefined', () => {
    assert.deepEqual(encode(declared('query'), { a: 'x y&z=1', b: 7, c: true, d: undefined, e: 'é' }), {
      path: '/charges?a=x+y%26z%3D1&b=7&c=true&e=%C3%A9',
      headers: {},
      body: undefined,
    })
  })
  it('that is empty is not there', () => assert.equal(encode(declared('query'), {}).path, '/charges'))
  for (const value of ['a\r\nb', 'a\nb', 'a\0b', {}, [1], null]) {
    it(`refuses ${JSON.stringify(value)}`, () => refuses('query', { a: value }))
  }
})

describe('a body of JSON', () => {
  it('has exact digits', () => {
    const { body, headers, path } = encode(declared('json'), {
      amount: new WireNumber('10.50'),
      large: new WireNumber('12345678901234567890.10'),
      list: [new WireNumber('1'), { deep: new WireNumber('0.1') }],
      text: 'é"\\\n',
      none: null,
      left: undefined,
    })
    const text =
      '{"amount":10.50,"large":12345678901234567890.10,"list":[1,{"deep":0.1}],"text":"é\\"\\\\\\n","none":null}'
    assert.equal(body, text)
    assert.equal(path, '/charges')
    assert.deepEqual(headers, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) })
  })
  it('without fields is an empty object', () => assert.equal(encode(declared('json'), {}).body, '{}'))
  it('is what JSON writes, for everything else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (input) => {
        assert.deepEqual(JSON.parse(String(encode(declared('json'), input).body)), JSON.parse(JSON.stringify(input)))
      }),
    )
  })
  it('refuses digits that are no number', () => {
    assert.throws(() => encode(declared('json'), { amount: new WireNumber('1,"admin":true') }))
  })
})

/** A reader of forms that takes nothing but what the standard writes. */
const fieldsOf = (headers: Readonly<Record<string, string>>, body: Buffer): readonly (readonly [string, string])[] => {
  const boundary = /^multipart\/form-data; boundary=([\w'()+,./:=?-]{1,70})$/.exec(headers['content-type'] ?? '')?.[1]
  assert.ok(boundary !== undefined)
  assert.equal(headers['content-length'], String(body.length))
  const text = body.toString()
  const end = `--${boundary}--\r\n`
  assert.ok(text.endsWith(end))
  const parts = text.slice(0, -end.length).split(`--${boundary}\r\n`)
  assert.equal(parts.shift(), '')
  return parts.map((part) => {
    const match = /^Content-Disposition: form-data; name="([^"\r\n]*)"\r\n\r\n([^]*)\r\n$/.exec(part)
    assert.ok(match, part)
    return [match[1]!, match[2]!]
  })
}

describe('a form', () => {
  const form = (input: Record<string, unknown>) => {
    const { headers, body } = encode(declared('multipart'), input)
    return fieldsOf(headers, Buffer.from(body ?? ''))
  }
  it('carries its fields in order', () => {
    assert.deepEqual(form({ name: 'Ana "Gómez"; 日本', amount: 7, is_single_use: true, left: undefined, empty: '' }), [
      ['name', 'Ana "Gómez"; 日本'],
      ['amount', '7'],
      ['is_single_use', 'true'],
      ['empty', ''],
    ])
  })
  it('carries every text as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
        fc.pre(texts.every((text) => !/[\r\n\0]/.test(text)))
        const input = Object.fromEntries(texts.map((text, index) => [`f${index}`, text]))
        assert.deepEqual(form(input), Object.entries(input))
      }),
    )
  })
  it('has a boundary that is long, and another one each time', () => {
    const boundaries = Array.from(
      { length: 100 },
      () => encode(declared('multipart'), { a: 'b' }).headers['content-type']!,
    )
    assert.equal(new Set(boundaries).size, 100)
    for (const boundary of boundaries) assert.match(boundary, /boundary=-*[A-Za-z0-9_-]{22,}$/)
  })
  for (const value of ['a\r\nb', 'a\rb', 'a\nb', 'a\0b', {}, [1], null, new WireNumber('1'), 10n]) {
    it(`refuses ${typeof value === 'bigint' ? '10n' : JSON.stringify(value)}`, () => refuses('multipart', { a: value }))
  }
})
