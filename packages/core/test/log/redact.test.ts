import assert from 'node:assert/strict'
import fc from 'fast-check'
import { inspect } from 'node:util'
import { Secret } from '../../src/index.js'
import { cleanText } from '../../src/log/redact.js'
import { defaultLogger } from '../../src/log/logger.js'

describe('a text of a provider', () => {
  it('loses secrets of ours, wherever they are', () => {
    assert.equal(cleanText('key canary-1234 and canary-1234', ['canary-1234']), 'key [secret] and [secret]')
  })
  it('keeps what only looks like a short secret', () => {
    assert.equal(cleanText('the abc of it', ['abc']), 'the abc of it')
  })
  it('loses card numbers, and keeps numbers that are none', () => {
    assert.equal(cleanText('card 4111 1111 1111 1111 was declined', []), 'card [card] was declined')
    assert.equal(cleanText('order 4111111111111112', []), 'order 4111111111111112')
    assert.equal(cleanText('order 123456789012', []), 'order 123456789012')
  })
  it('is one line, and not endless', () => {
    assert.equal(cleanText('a\r\nb\u001b[31m\u2028c\u202ed', []), 'a  b [31m c d')
    assert.equal(cleanText('a'.repeat(10_000), []).length, 500)
  })
  it('never holds a secret, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ minLength: 8 }), (left, right, secret) => {
        fc.pre(!'[secret]'.includes(secret))
        const clean = cleanText(left + secret + right, [secret])
        assert.equal(clean.includes(secret), false)
      }),
    )
  })
})

describe('a Secret', () => {
  const secret = new Secret('canary-1234')
  it('shows its content to nobody but the wire', () => {
    assert.equal(secret.reveal(), 'canary-1234')
    assert.equal(String(secret), '[secret]')
    assert.equal(`the key is ${String(secret)}`, 'the key is [secret]')
    assert.equal(JSON.stringify({ secret }), '{"secret":"[secret]"}')
    assert.equal(inspect({ secret }, { showHidden: true, depth: 10 }), '{ secret: [secret] }')
    assert.deepEqual(Object.entries(secret), [])
  })
  it('may become another secret', () => {
    const bearer = secret.map((text) => `Bearer ${text}`)
    assert.equal(bearer.reveal(), 'Bearer canary-1234')
    assert.equal(String(bearer), '[secret]')
  })
})

describe('the default logger', () => {
  it('writes warnings and errors only', () => {
    assert.equal((defaultLogger() as unknown as { level: string }).level, 'warn')
  })
})
