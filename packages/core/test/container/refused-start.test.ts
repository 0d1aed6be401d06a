import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { memoryJournal, type Encryption, type Journal } from '../../src/index.js'
import { replies } from '../support/transport.js'
import { world } from '../support/world.js'

const keysOf = (id: string): Encryption => ({ keys: [{ id, key: randomBytes(32) }] })

describe('a start that is refused after the journal was opened', () => {
  const starts: readonly (readonly [string, Encryption | undefined])[] = [
    ['without the keys of the journal', undefined],
    ['with other keys', keysOf('other')],
  ]
  for (const [how, encryption] of starts) {
    it(`${how} closes the journal again`, async () => {
      const inner = memoryJournal()
      let closed = 0
      const journal: Journal = { ...inner, close: async () => void (closed += 1) }
      const transport = replies({})
      await world({ transport, journal, encryption: keysOf('first') })
      const refused = world({ transport, journal, ...(encryption === undefined ? {} : { encryption }) })
      await assert.rejects(refused, { code: 'invalid_configuration' })
      assert.equal(closed, 1)
    })
  }

  it('because the journal cannot be read closes it again', async () => {
    const inner = memoryJournal()
    let closed = 0
    const load = () => Promise.reject(new Error('the disk is broken'))
    const journal: Journal = { ...inner, tokens: { ...inner.tokens, load }, close: async () => void (closed += 1) }
    await assert.rejects(world({ transport: replies({}), journal }), { code: 'journal_unavailable' })
    assert.equal(closed, 1)
  })
})
