import assert from 'node:assert/strict'
import { Timeline } from '../../src/kernel/timeline.js'

describe('timeline', () => {
  it('runs what is due in the order of time, each at its own moment, and what that brings about', () => {
    let now = 0
    const timeline = new Timeline(() => now)
    const ran: (readonly [string, number])[] = []
    const at = (moment: number, name: string): void => timeline.at(moment, (when) => ran.push([name, when]))
    at(30, 'third')
    at(10, 'first')
    timeline.at(10, (when) => at(when + 10, 'second'))
    at(50, 'later')
    timeline.catchUp()
    assert.deepEqual(ran, [])
    now = 40
    timeline.catchUp()
    assert.deepEqual(ran, [
      ['first', 10],
      ['second', 20],
      ['third', 30],
    ])
    now = 50
    timeline.catchUp()
    assert.equal(ran.length, 4)
  })

  it('runs what falls due at the same moment in the order of its planning', () => {
    const timeline = new Timeline(() => 10)
    const ran: number[] = []
    for (let index = 0; index < 5; index += 1) timeline.at(10, () => ran.push(index))
    timeline.catchUp()
    assert.deepEqual(ran, [0, 1, 2, 3, 4])
  })
})
