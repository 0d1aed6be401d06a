import assert from 'node:assert/strict'
import { repeatedKey } from '../../src/kernel/json.js'

describe('repeated keys', () => {
  for (const [text, expected] of [
    ['{}', undefined],
    ['{"a":1,"b":1}', undefined],
    ['{"a":1,"a":1}', 'a'],
    ['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', undefined],
    ['{"x":{"a":1,"b":2,"a":3}}', 'a'],
    ['[{"a":1},[{"b":1,"b":2}]]', 'b'],
    ['{"a":"a","b":"a"}', undefined],
    ['{"a":"\\"a\\":","b":"{\\"a\\":"}', undefined],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{ "a" : 1 , "a" : 2 }', 'a'],
    ['{"a\\\\":1,"a":2}', undefined],
    ['{"a":["a","a"]}', undefined],
  ] as const) {
    it(`${expected === undefined ? 'are not seen' : `are seen (${expected})`} in ${text}`, () => {
      JSON.parse(text)
      assert.equal(repeatedKey(text), expected)
    })
  }
})
