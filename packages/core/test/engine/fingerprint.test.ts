import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonical, fingerprintOf } from '../../src/engine/fingerprint.js'

const key = Buffer.alloc(32, 1)
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([field, item]) => [field, shuffled(item)]),
  )
}

describe('the fingerprint of a command', () => {
  it('is the same for the same content, however its fields are ordered', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        assert.equal(fingerprintOf(key, value), fingerprintOf(key, shuffled(value))),
      ),
    )
  })
  it('is another one for another content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const plain = (value: unknown) => JSON.stringify(value)
        fc.pre(canonical(left) !== canonical(right))
        assert.notEqual(plain(left), plain(right))
        assert.notEqual(fingerprintOf(key, left), fingerprintOf(key, right))
      }),
    )
  })
  it('does not tell absent from undefined, and tells both from null and empty', () => {
    const of = (value: object) => fingerprintOf(key, value)
    assert.equal(of({ a: 1 }), of({ a: 1, b: undefined }))
    assert.notEqual(of({ a: 1 }), of({ a: 1, b: null }))
    assert.notEqual(of({ a: 1 }), of({ a: 1, b: '' }))
    assert.notEqual(of({ a: ['b', 'c'] }), of({ a: ['c', 'b'] }))
    assert.notEqual(of({ a: '1' }), of({ a: 1 }))
    assert.notEqual(of({ 'a":1,"b': 1 }), of({ a: 1, b: 1 }))
  })
  it('cannot be made without the key of the journal', () => {
    assert.notEqual(fingerprintOf(key, 'a'), fingerprintOf(Buffer.alloc(32, 2), 'a'))
    assert.match(fingerprintOf(key, 'a'), /^[0-9a-f]{64}$/)
  })
  it('is of sorted fields', () => {
    assert.equal(canonical({ b: [1, { d: null, c: 'x' }], a: undefined, e: {} }), '{"b":[1,{"c":"x","d":null}],"e":{}}')
    assert.equal(canonical(undefined), 'null')
  })
})
