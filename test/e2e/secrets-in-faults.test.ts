import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { Fault } from '@polyrail/simulators'
import { startChild } from '../support/child.js'
import { CREATIONS, nameAt } from '../support/creations.js'
import { bytesIn } from '../support/folder.js'
import { recordLog } from '../support/log.js'
import { SILENCES } from '../support/silences.js'
import { all, startWorld, type World } from '../support/world.js'
import type { FlowsJob } from './programs/flows.js'

const KEY = 'canaryKey/7d6c5b4a3f2e'

type Reply = NonNullable<Fault['reply']>

/** Answers of a provider that gives our own key back, in every place that its faults let it choose. */
const ECHOES: readonly Reply[] = [
  ...[400, 401, 403, 404, 422, 429, 500].map((status): Reply => ({
    kind: 'error',
    status,
    message: `The key ${KEY} is refused.`,
  })),
  { kind: 'redirect', location: `/elsewhere?key=${encodeURIComponent(KEY)}&again=${KEY}` },
  { kind: 'content-type', contentType: `text/plain; key=${KEY}` },
  { kind: 'wrong-reference', reference: KEY },
  { kind: 'unknown-status', status: KEY },
]

/** The time-outs of these are not ours to wait for here; a secret has no other way out of them. */
const isQuick = ({ fault, stage }: (typeof SILENCES)[number]): boolean =>
  stage === undefined && fault.accept === undefined && fault.reply?.delayMs === undefined

const FAULTS: readonly Omit<Fault, 'on' | 'reference'>[] = [
  ...ECHOES.map((reply) => ({ reply })),
  ...SILENCES.filter(isQuick).map(({ fault }) => fault),
]

const printed = (value: unknown): string =>
  [inspect(value, { depth: 12 }), JSON.stringify(value), value instanceof Error ? value.stack : ''].join('\n')

/** The same text without the ways in which JSON and URLs write a slash. */
const plain = (text: string): string => text.replaceAll('\\', '').replaceAll(/%2F/gi, '/')

const start = (log: ReturnType<typeof recordLog>): Promise<World> =>
  startWorld({
    journal: 'sqlite',
    timeoutMs: 400,
    logger: log.logger,
    palladium: { apiKey: KEY },
    palomma: { apiKey: KEY },
    billon: { apiKey: KEY },
    'card-intent': { clientSecret: KEY },
  })

describe('a key, when the provider fails', () => {
  for (const creation of CREATIONS) {
    it(`is seen nowhere, whatever becomes of ${creation.title}`, async () => {
      const log = recordLog()
      await using world = await start(log)
      const payments = await world.another({ apiKey: KEY })
      const outcomes = await Promise.all(
        FAULTS.map(async (fault, index) => {
          const reference = `order-${index}`
          world[creation.at].faults.add({ on: creation.endpoint, reference: nameAt(creation.at, reference), ...fault })
          const made = await creation.create(payments, reference).catch((error: unknown) => error)
          const asked = await creation.refresh(payments, reference).catch((error: unknown) => error)
          return printed(made) + printed(asked)
        }),
      )
      const listed = printed(await all(payments.operations.list())) + printed(payments)
      const places = { outcomes: outcomes.join(), listed, log: log.lines.join(), journal: await bytesIn(world.folder) }
      const seen = Object.entries(places).flatMap(([place, text]) => (plain(text).includes(KEY) ? [place] : []))
      assert.deepEqual(seen, [])
      assert.ok(log.lines.length >= FAULTS.length, 'the log was not looked at')
    })
  }

  it('is not in what the process prints, nor is it when nobody catches the error', async () => {
    await using world = await start(recordLog())
    const { palladium, palomma } = world
    for (const simulator of [palladium, palomma]) {
      for (const reply of [...ECHOES].reverse()) simulator.faults.add({ reply })
    }
    await using child = startChild('flows', {
      journal: world.folder.file('flows.db'),
      palladiumUrl: palladium.url,
      palommaUrl: palomma.url,
      apiKey: KEY,
    } satisfies FlowsJob)
    await child.next()
    palladium.faults.clear()
    palladium.faults.add({ on: 'me', times: 'always', reply: { kind: 'error', status: 401, message: `Not ${KEY}.` } })
    child.send('fail')
    assert.equal(await child.ended, 1)
    const { output } = child
    assert.match(output, /AuthenticationError: palladium refused our credentials/)
    assert.match(output, /"msg":"outcome unknown"/)
    assert.ok(!plain(output).includes(KEY), output.slice(0, 2_000))
  })
})
