import assert from 'node:assert/strict'
import type { RequestRecord } from '@polyrail/simulators'
import { startChild } from '../support/child.js'
import type { Pollution } from '../support/pollution.js'
import { API_KEY, startWorld } from '../support/world.js'
import type { FlowsJob } from './programs/flows.js'

interface Run {
  readonly requests: readonly unknown[]
  readonly executed: readonly string[]
}

const BOUNDARY = /polyrail-[0-9a-f]{48}/g
const PORT = /127\.0\.0\.1:\d+/g
/** Ids of the providers' making: 32 hexadecimal digits, or a ULID. */
const ID = /\b(?:[0-9a-f]{32}|[0-9A-HJKMNP-TV-Z]{26})\b/g

const onTheWire = ({ method, path, headers, fields, verdict }: RequestRecord): unknown =>
  JSON.parse(
    JSON.stringify({ method, path, headers, fields, verdict })
      .replaceAll(BOUNDARY, '<boundary>')
      .replaceAll(PORT, '<port>')
      .replaceAll(ID, '<id>'),
  )

const run = async (pollution?: Pollution): Promise<Run> => {
  await using world = await startWorld({ journal: 'memory' })
  const { palladium, palomma } = world
  await using child = startChild('flows', {
    journal: world.folder.file('flows.db'),
    palladiumUrl: palladium.url,
    palommaUrl: palomma.url,
    apiKey: API_KEY,
    ...(pollution === undefined ? {} : { pollution }),
  } satisfies FlowsJob)
  await child.next()
  return {
    requests: [...palladium.requests, ...palomma.requests].map(onTheWire),
    executed: [...palladium.ledger.entries, ...palomma.ledger.entries].map(
      ({ type, reference, amount }) => `${type} ${reference} ${amount}`,
    ),
  }
}

describe('a polluted Object.prototype', () => {
  let clean: Run

  before(async () => {
    clean = await run()
  })

  it('has a clean run to be compared with', () => {
    assert.equal(clean.requests.length, 21)
    assert.equal(clean.executed.length, 8)
  })

  for (const [enumerable, how] of [
    [true, 'as a merge of hostile JSON leaves it'],
    [false, 'hidden from loops'],
  ] as const) {
    for (const [title, kind] of [
      ['the words of HTTP clients', 'options'],
      ['the words of payments', 'fields'],
      ['what a command does not say', 'additions'],
    ] as const) {
      it(`changes no byte of what is sent by ${title}, ${how}`, async () => {
        assert.deepEqual(await run({ with: kind, enumerable }), clean)
      })
    }

    it(`sends no other byte when every object has the toJSON of a stranger, ${how}`, async () => {
      const { requests, executed } = await run({ with: 'functions', enumerable })
      const known = new Set(clean.requests.map((request) => JSON.stringify(request)))
      assert.deepEqual(
        requests.filter((request) => !known.has(JSON.stringify(request))),
        [],
      )
      assert.equal(new Set(executed).size, executed.length)
    })
  }
})
