import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { CREATIONS, attempts, executions, nameAt, type Creation } from '../support/creations.js'
import { JOURNAL_NAMES, type JournalName } from '../support/journals.js'
import { SILENCES, STALLED, WRONG_REFERENCE, type Silence } from '../support/silences.js'
import { all, startWorld, type World } from '../support/world.js'

const TIMEOUT_MS = 600
/** Longer than every delay in the silences. */
const SETTLED_MS = 1_600

interface Cell {
  readonly world: World
  readonly reference: string
  readonly silence: Silence
}

const silencesFor = (creation: Creation): readonly Silence[] => [
  ...SILENCES.filter(
    // What comes first on a new connection would be struck there in its place.
    ({ not = [], stage }) => !not.includes(creation.endpoint) && !(stage === 'connection' && creation.follows),
  ),
  ...(creation.prepares ? [] : [WRONG_REFERENCE]),
]

/** Cells whose fault can be aimed by reference share a world; the others have one each. */
const cellsIn = async (
  worlds: World[],
  { silences, journal }: { readonly silences: readonly Silence[]; readonly journal: JournalName },
): Promise<readonly Cell[]> => {
  const start = async (): Promise<World> => {
    const world = await startWorld({ journal, timeoutMs: TIMEOUT_MS, recovery: false })
    worlds.push(world)
    return world
  }
  const shared = await start()
  return Promise.all(
    silences.map(async (silence, index) => ({
      world: silence.stage === undefined ? shared : await start(),
      reference: `silence-${index}`,
      silence,
    })),
  )
}

const script = ({ world, reference, silence: { fault, stage } }: Cell, { at, endpoint }: Creation): void => {
  const aim = stage === 'connection' ? {} : stage === 'headers' ? { on: endpoint } : { on: endpoint, reference }
  world[at].faults.add({ ...fault, ...aim, ...('reference' in aim ? { reference: nameAt(at, reference) } : {}) })
}

const expectUnknown = async (cells: readonly Cell[], creation: Creation): Promise<void> => {
  for (const cell of cells) script(cell, creation)
  const outcomes = await Promise.all(
    cells.map(async ({ world, reference }) => {
      const first = await creation.create(world.payments, reference)
      const sent = attempts(world, creation, reference)
      const again = await creation.create(world.payments, reference)
      return { first, again, sent, sentAgain: attempts(world, creation, reference) - sent }
    }),
  )
  const told = cells.map(({ silence: { title } }, index) => {
    const { first, again, sentAgain } = outcomes[index]!
    return { title, first: first.status, again: again.status, same: first.id === again.id, sentAgain }
  })
  const wanted = cells.map(({ silence: { title } }) => ({
    title,
    first: 'unknown',
    again: 'unknown',
    same: true,
    sentAgain: 0,
  }))
  assert.deepEqual(told, wanted)
  for (const world of new Set(cells.map((cell) => cell.world))) {
    const listed = await all(world.payments.operations.list({ status: 'unknown' }))
    const own = cells.filter((cell) => cell.world === world).map(({ reference }) => reference)
    assert.deepEqual(listed.map(({ reference }) => reference).sort(), own.sort())
    assert.deepEqual(
      world[creation.at].requests.filter(({ path }) => path.includes('elsewhere')),
      [],
    )
  }
}

const expectExecutions = (cells: readonly Cell[], creation: Creation): void => {
  assert.deepEqual(
    cells.map(({ world, reference, silence: { title } }) => ({
      title,
      executed: executions(world, creation, reference),
    })),
    cells.map(({ silence: { title, executed } }) => ({ title, executed })),
  )
}

/** A provider that can be asked tells the truth of what it executed; of what it did not it has no trace. */
const expectTruth = async (cells: readonly Cell[], creation: Creation): Promise<void> => {
  const asked = await Promise.all(
    cells.map(async ({ world, reference, silence }) => {
      const before = attempts(world, creation, reference)
      const object = await creation.refresh(world.payments, reference)
      const sent = attempts(world, creation, reference) - before
      return { title: silence.title, status: object?.status, sent }
    }),
  )
  const truth = ({ executed }: Silence) => (executed === 1 && creation.found ? creation.found : 'unknown')
  assert.deepEqual(
    asked,
    cells.map(({ silence }) => ({ title: silence.title, status: truth(silence), sent: 0 })),
  )
}

/** After a preparation that was found to be done, the same reference executes what is left, once. */
const expectToGoOn = async (cells: readonly Cell[], creation: Creation): Promise<void> => {
  const prepared = cells.filter(({ silence }) => silence.executed === 1)
  const after = await Promise.all(
    prepared.map(async ({ world, reference, silence: { title } }) => {
      const { status } = await creation.create(world.payments, reference)
      const { ledger } = world.palomma
      const [customers, links] = (['customer', 'payin_link'] as const).map((type) => ledger.count({ type, reference }))
      return { title, status, customers, links }
    }),
  )
  assert.deepEqual(
    after,
    prepared.map(({ silence: { title } }) => ({ title, status: 'pending', customers: 1, links: 1 })),
  )
}

for (const journal of JOURNAL_NAMES) {
  describe(`a silence of the provider, on the ${journal} journal`, () => {
    const worlds: World[] = []

    afterEach(async () => {
      await Promise.all(worlds.splice(0).map((world) => world[Symbol.asyncDispose]()))
    })

    for (const creation of CREATIONS) {
      it(`makes ${creation.title} unknown, whatever the silence, and never sends it again`, async () => {
        const cells = await cellsIn(worlds, { silences: silencesFor(creation), journal })
        await expectUnknown(cells, creation)
        await sleep(SETTLED_MS - TIMEOUT_MS)
        expectExecutions(cells, creation)
        await expectTruth(cells, creation)
        if (creation.prepares) await expectToGoOn(cells, creation)
        expectExecutions(cells, creation)
      })
    }

    it('makes everything unknown whose answer stalls in its body', async () => {
      const groups = await Promise.all(
        CREATIONS.map(async (creation) => ({
          creation,
          cells: await cellsIn(worlds, { silences: STALLED, journal }),
        })),
      )
      await Promise.all(groups.map(({ creation, cells }) => expectUnknown(cells, creation)))
      for (const { creation, cells } of groups) expectExecutions(cells, creation)
    })
  })
}
