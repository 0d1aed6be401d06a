import assert from 'node:assert/strict'
import { shownMoney } from '../src/screen/money.js'
import { screenOn } from '../src/screen/screen.js'
import { tableLines, wrapped } from '../src/screen/table.js'

/** What is written to a stream that is a terminal, with colours or without, or none. */
const written = (facts: { readonly isTTY: boolean; readonly hasColors: boolean }): string => {
  const texts: string[] = []
  const write = (text: string): boolean => texts.push(text) > 0
  const stream = { isTTY: facts.isTTY, hasColors: () => facts.hasColors, write }
  const screen = screenOn(stream as unknown as NodeJS.WriteStream)
  screen.progress('… working')
  screen.line(screen.style('green', 'done'))
  screen.line(screen.style(['bold', 'red'], 'end'))
  return texts.join('')
}

describe('the screen', () => {
  it('shows colours and progress on a terminal that has colours', () => {
    assert.equal(
      written({ isTTY: true, hasColors: true }),
      '… working\r\x1b[2K\x1b[32mdone\x1b[39m\n\x1b[1m\x1b[31mend\x1b[39m\x1b[22m\n',
    )
  })

  it('writes plain lines where colours are off, and where there is no terminal', () => {
    assert.equal(written({ isTTY: true, hasColors: false }), 'done\nend\n')
    assert.equal(written({ isTTY: false, hasColors: true }), 'done\nend\n')
  })

  it('aligns columns by what is seen', () => {
    const red = (padded: string): string => `<${padded}>`
    assert.deepEqual(
      tableLines([
        [{ text: 'a' }, { text: '1', align: 'right' }, { text: 'x' }],
        [{ text: 'bcd', paint: red }, { text: '22', align: 'right' }, { text: '' }],
      ]),
      ['a     1  x', '<bcd>  22'],
    )
    assert.deepEqual(tableLines([]), [])
  })

  it('wraps between words', () => {
    assert.deepEqual(wrapped('one two three', 8), ['one two', 'three'])
    assert.deepEqual(wrapped('extraordinarily so', 5), ['extraordinarily', 'so'])
  })

  it('groups the digits of an amount and changes none', () => {
    assert.equal(shownMoney({ amount: '100', currency: 'COP' }), '100 COP')
    assert.equal(shownMoney({ amount: '90071992547409931234', currency: 'IDR' }), '90,071,992,547,409,931,234 IDR')
    assert.equal(shownMoney({ amount: '1500.50', currency: 'COP' }), '1,500.50 COP')
  })
})
