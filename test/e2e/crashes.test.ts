import assert from 'node:assert/strict'
import { startChild } from '../support/child.js'
import { CREATIONS, attempts, executions, nameAt, type Creation } from '../support/creations.js'
import { journalIn } from '../support/journals.js'
import type { KillPoint } from '../support/kill-points.js'
import { until } from '../support/until.js'
import { startWorld, type TestPayments, type World } from '../support/world.js'

/** Longer than the lease of a sender, which is its time-out and 25 seconds. */
const LATER_MS = 60_000

const later = { now: () => Date.now() + LATER_MS }

const CALLS = CREATIONS.map((_, creation) => ({ creation, reference: `crash-${creation}` }))

const referenceOf = (creation: Creation): string => `crash-${CREATIONS.indexOf(creation)}`

interface Crash {
  readonly world: World
  /** The new process that finds what the crashed one has left. */
  readonly next: TestPayments
}

describe('a process that is killed', () => {
  let world: World

  beforeEach(async () => {
    world = await startWorld({ journal: 'sqlite' })
    // The next one to open the file is to find it as the crash left it.
    await world.payments.close()
  })

  afterEach(() => world[Symbol.asyncDispose]())

  const start = (point?: KillPoint) =>
    startChild('calls', {
      journal: world.folder.file('payments.db'),
      urls: world.urls,
      calls: CALLS,
      ...(point === undefined ? {} : { point }),
    })

  const recovered = async (): Promise<Crash> => ({
    world,
    next: await world.another({ journal: journalIn('sqlite', world.folder, { clock: later }) }),
  })

  const crashAt = async (point: KillPoint): Promise<Crash> => {
    await using child = start(point)
    await child.next()
    child.send('go')
    assert.equal(await child.ended, 'SIGKILL', child.output)
    return await recovered()
  }

  const crashWhileTheProviderIsSilent = async (): Promise<Crash> => {
    for (const creation of CREATIONS) {
      world[creation.at].faults.add({
        on: creation.endpoint,
        reference: nameAt(creation.at, referenceOf(creation)),
        reply: { kind: 'stall' },
      })
    }
    await using child = start()
    await child.next()
    child.send('go')
    await until(() => CREATIONS.every((creation) => executions(world, creation, referenceOf(creation)) === 1))
    child.kill()
    await child.ended
    return await recovered()
  }

  it('before anything was armed leaves nothing, and the same references are executed exactly once', async () => {
    const crash = await crashAt('before the arm')
    assert.deepEqual(executed(crash), executedAt({ prepared: 0, decided: 0 }))
    assert.deepEqual(await calledTwice(crash), made())
    assert.deepEqual(executed(crash), executedAt({ prepared: 1, decided: 1 }))
    assert.deepEqual(ofTheLinks(crash), ONE_OF_EACH)
  })

  it('between the arm and the write leaves unknown what was armed, and it is never sent', async () => {
    const crash = await crashAt('after the arm')
    assert.deepEqual(await calledTwice(crash), unknown())
    assert.deepEqual(executed(crash), executedAt({ prepared: 0, decided: 0 }))
  })

  it('between the write and the answer leaves unknown what was executed, and it is never sent again', async () => {
    const crash = await crashWhileTheProviderIsSilent()
    assert.deepEqual(await calledTwice(crash), unknown())
    assert.deepEqual(executed(crash), executedAt({ prepared: 1, decided: 1 }))
    assert.deepEqual(await foundOut(crash), foundWhereAsked())
  })

  it('between the answer and its record leaves unknown what was executed, and it is never sent again', async () => {
    const crash = await crashAt('before the record')
    assert.deepEqual(await calledTwice(crash), unknown())
    assert.deepEqual(executed(crash), executedAt({ prepared: 1, decided: 1 }))
    assert.deepEqual(await foundOut(crash), foundWhereAsked())
  })

  it('after the record leaves what was recorded, and goes on after a recorded preparation, once', async () => {
    const crash = await crashAt('after the record')
    assert.deepEqual(executed(crash), executedAt({ prepared: 1, decided: 1 }))
    const before = requestsOf(crash, (creation) => creation.prepares !== true)
    assert.deepEqual(await calledTwice(crash), made())
    assert.deepEqual(executed(crash), executedAt({ prepared: 1, decided: 1 }))
    assert.deepEqual(
      requestsOf(crash, (creation) => creation.prepares !== true),
      before,
    )
    assert.deepEqual(ofTheLinks(crash), ONE_OF_EACH)
  })
})

const byTitle = <Fact>(fact: (creation: Creation) => Fact): Readonly<Record<string, Fact>> =>
  Object.fromEntries(CREATIONS.map((creation) => [creation.title, fact(creation)]))

const made = () => byTitle((creation) => ({ status: creation.made, same: true, sentAgain: 0 }))

const unknown = () => byTitle(() => ({ status: 'unknown', same: true, sentAgain: 0 }))

/** Both calls of the new process; the second one may send nothing whatever the first one did. */
const calledTwice = async ({ world, next }: Crash) => {
  const told = await Promise.all(
    CREATIONS.map(async (creation) => {
      const reference = referenceOf(creation)
      const before = attempts(world, creation, reference)
      const first = await creation.create(next, reference)
      const sent = attempts(world, creation, reference) - before
      const again = await creation.create(next, reference)
      const sentAgain = attempts(world, creation, reference) - before - (first.status === 'unknown' ? 0 : sent)
      return [creation.title, { status: first.status, same: again.id === first.id, sentAgain }] as const
    }),
  )
  return Object.fromEntries(told)
}

const executed = ({ world }: Crash) => byTitle((creation) => executions(world, creation, referenceOf(creation)))

const executedAt = ({ prepared, decided }: { readonly prepared: number; readonly decided: number }) =>
  byTitle((creation) => (creation.prepares === true ? prepared : decided))

const foundOut = async ({ world, next }: Crash) => {
  const asked = await Promise.all(
    CREATIONS.map(async (creation) => {
      const reference = referenceOf(creation)
      const before = attempts(world, creation, reference)
      const object = await creation.refresh(next, reference)
      const sent = attempts(world, creation, reference) - before
      return [creation.title, { status: object?.status, sent }] as const
    }),
  )
  return Object.fromEntries(asked)
}

const foundWhereAsked = () => byTitle(({ found }) => ({ status: found ?? 'unknown', sent: 0 }))

const requestsOf = ({ world }: Crash, wanted: (creation: Creation) => boolean) =>
  CREATIONS.filter(wanted).map((creation) => attempts(world, creation, referenceOf(creation)))

/** Customers and links of each of the two payment links: each needs one of both. */
const ofTheLinks = ({ world: { palomma } }: Crash) =>
  CREATIONS.filter(({ title }) => title.includes('payment link')).map((creation) => {
    const reference = referenceOf(creation)
    const [customers, links] = (['customer', 'payin_link'] as const).map((type) =>
      palomma.ledger.count({ type, reference }),
    )
    return { customers, links }
  })

const ONE_OF_EACH = [
  { customers: 1, links: 1 },
  { customers: 1, links: 1 },
]
