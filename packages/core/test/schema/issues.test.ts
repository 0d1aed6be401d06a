import assert from 'node:assert/strict'
import { Type, type TSchema } from '../../src/index.js'
import { compile } from '../../src/schema/compile.js'
import { issuesOf } from '../../src/schema/issues.js'

const told = (schema: TSchema, data: unknown, under?: string) =>
  issuesOf(compile(schema), data, under).map(({ path, message }) => `${path}: ${message}`)

describe('what is wrong with data', () => {
  it('is nothing, where it fits', () => assert.deepEqual(told(Type.Object({ a: Type.String() }), { a: 'b' }), []))

  const wrong: readonly (readonly [TSchema, unknown, string])[] = [
    [Type.Literal('a'), 'b', ': expected "a"'],
    [Type.Enum(['a', 'b']), 'c', ': expected one of a, b'],
    [Type.Integer({ minimum: 3 }), 1, ': must be >= 3'],
    [Type.String({ pattern: '^a$' }), 'b', ': expected to match ^a$'],
    [Type.Array(Type.Object({ 'a/b~c': Type.String() })), [{ 'a/b~c': 1 }], '0.a/b~c: expected a value of type string'],
  ]
  for (const [schema, data, expected] of wrong) {
    it(`is said as "${expected}"`, () => assert.deepEqual(told(schema, data), [expected]))
  }

  it('is said with the place that the data has', () => {
    const schema = Type.Object({ a: Type.String() }, { additionalProperties: false })
    assert.deepEqual(told(schema, { b: 1 }, 'method'), ['method.a: is required', 'method.b: is not a known field'])
    assert.deepEqual(told(schema, 'x', 'method'), ['method: expected a value of type object'])
  })

  it('is said once', () => {
    assert.deepEqual(told(Type.Union([Type.String(), Type.String({ maxLength: 5 })]), 7), [
      ': expected a value of type string',
      ': must match a schema in anyOf',
    ])
  })

  it('never repeats the data', () => {
    const schema = Type.Object({ a: Type.String({ maxLength: 3 }), b: Type.Literal('x'), c: Type.Enum(['y']) })
    const canary = 'canary-1234'
    assert.equal(JSON.stringify(told(schema, { a: canary, b: canary, c: canary })).includes(canary), false)
  })
})
