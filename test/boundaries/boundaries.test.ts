import assert from 'node:assert/strict'
import { ROOT, cruise } from './cruise.js'
import { plantAll } from './fixture.js'
import { ALLOWED, PLANTED } from './planted.js'

describe('house rules on imports', function () {
  this.timeout(60_000)

  let planted: ReturnType<typeof cruise>

  before(() => {
    const { tree, remove } = plantAll()
    try {
      planted = cruise(tree)
    } finally {
      remove()
    }
  })

  for (const { rule, title, files } of PLANTED) {
    it(`${rule}: is the one rule that catches when ${title}`, () => {
      const caught = planted.violations.filter(({ from }) => from in files).map(({ rule }) => rule)
      assert.deepEqual([...new Set(caught)], [rule])
    })
  }

  it('has a planted violation for every rule', () => {
    assert.deepEqual([...planted.rules].sort(), [...new Set(PLANTED.map(({ rule }) => rule))].sort())
  })

  it('lets each library and package be used where it belongs', () => {
    assert.deepEqual(
      planted.violations.filter(({ from }) => from in ALLOWED),
      [],
    )
  })

  it('is kept by every file of the repository', () => {
    const { files, violations } = cruise(ROOT)
    assert.ok(files > 50, `only ${files} files were looked at`)
    assert.deepEqual(violations, [])
  })
})
