import assert from 'node:assert/strict'
import { CELLS, ROWS, startRows } from './matrix.js'
import type { Cell } from './cells.js'
import { KINDS } from './faults.js'

describe(`the ${String(CELLS)} cells of ${String(KINDS.length)} kinds of fault, ${String(ROWS.length / 2)} operations and 2 journals`, function () {
  this.timeout(120_000)
  let rows: readonly Promise<readonly Cell[]>[] = []

  before(() => {
    rows = startRows()
  })

  for (const [index, { operation, journal }] of ROWS.entries()) {
    it(`${operation}, on the ${journal} journal: does after every kind of fault what core's table says`, async () => {
      const cells = (await rows[index]) ?? []
      assert.deepEqual(
        cells.map(({ kind }) => kind),
        KINDS.map(([kind]) => kind),
      )
      assert.deepEqual(
        cells.flatMap(({ kind, problems }) => problems.map((problem) => `${kind} ${problem}`)),
        [],
      )
    })
  }

  it('leaves no cell unexplained', async () => {
    const cells = (await Promise.all(rows)).flat()
    assert.equal(cells.length, CELLS)
    assert.deepEqual(
      cells.filter(({ runs, letters }) => runs === 0 || letters === ''),
      [],
    )
  })
})
