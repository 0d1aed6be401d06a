import assert from 'node:assert/strict'
import { masked } from '../../src/kernel/http/mask.js'

const hides = (name: string): boolean => name === 'pin'

describe('the mask of the request log', () => {
  it('leaves fields alone where there are no secrets', () => {
    const fields = { pin: '1234' }
    assert.equal(masked(fields, undefined), fields)
  })

  it('hides values by name at any depth', () => {
    assert.deepEqual(masked({ pin: { a: 1 }, list: [{ pin: 1, b: null }, 2], deep: { er: { pin: [] } } }, hides), {
      pin: '[masked]',
      list: [{ pin: '[masked]', b: null }, 2],
      deep: { er: { pin: '[masked]' } },
    })
  })

  it('ends where nobody nests', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    const shown = JSON.stringify(masked({ deep }, hides))
    assert.ok(shown.length < 200)
    assert.match(shown, /\["\[masked\]"\]/)
  })
})
