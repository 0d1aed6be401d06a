import assert from 'node:assert/strict'
import { startChild, type Child } from '../support/child.js'
import { bankPayout } from '../support/commands.js'
import { CREATIONS, attempts, executions, nameAt, type Creation } from '../support/creations.js'
import { journalIn } from '../support/journals.js'
import { until } from '../support/until.js'
import { startWorld, type World } from '../support/world.js'
import type { CallOutcome, CallsJob } from './programs/calls.js'

const PROCESSES = 4
const CALLERS = 25
const REFERENCES = 20
const MANY = 400
/** Longer than the lease of a sender, which is its time-out and 25 seconds. */
const LATER_MS = 60_000

const DISBURSEMENT = CREATIONS.findIndex(({ endpoint }) => endpoint === 'create-disbursement')

describe('several processes on one sqlite journal', () => {
  let world: World
  const children: Child[] = []

  beforeEach(async () => {
    world = await startWorld({ journal: 'sqlite' })
  })

  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child[Symbol.asyncDispose]()))
    await world[Symbol.asyncDispose]()
  })

  const start = async (calls: CallsJob['calls'], callers = 0): Promise<Child> => {
    const child = startChild('calls', {
      journal: world.folder.file('payments.db'),
      urls: world.urls,
      calls,
      callers,
    } satisfies CallsJob)
    children.push(child)
    await child.next()
    return child
  }

  const outcomesOf = async (child: Child): Promise<readonly CallOutcome[]> => {
    child.send('go')
    return child.next<readonly CallOutcome[]>()
  }

  it('execute each reference once, and tell all callers the same', async () => {
    const calls = Array.from({ length: CALLERS }, (_, caller) => {
      const index = caller % REFERENCES
      return { creation: index % CREATIONS.length, reference: `shared-${index}` }
    })
    // Every process begins with another reference.
    const turned = (by: number) => [...calls.slice(by * 5), ...calls.slice(0, by * 5)]
    const processes = await Promise.all(Array.from({ length: PROCESSES }, (_, index) => start(turned(index))))
    const outcomes = (await Promise.all(processes.map(outcomesOf))).flat()
    const told = (reference: string) => [
      ...new Set(
        outcomes.flatMap((outcome) => (outcome.reference === reference ? [outcome.error ?? outcome.status] : [])),
      ),
    ]
    const ids = (reference: string) =>
      new Set(outcomes.flatMap((outcome) => (outcome.reference === reference ? [outcome.id] : []))).size
    const facts = (wanted: (creation: Creation, reference: string) => unknown) =>
      calls.slice(0, REFERENCES).map(({ creation, reference }) => wanted(CREATIONS[creation]!, reference))
    assert.equal(outcomes.length, PROCESSES * CALLERS)
    assert.deepEqual(
      facts((creation, reference) => ({
        reference,
        told: told(reference),
        ids: ids(reference),
        executed: executions(world, creation, reference),
      })),
      facts((creation, reference) => ({ reference, told: [creation.made], ids: 1, executed: 1 })),
    )
  })

  for (const callers of [16, 64]) {
    it(`execute each of ${String(MANY)} references once for ${String(callers)} callers of all of them`, async () => {
      const creations = CREATIONS.flatMap((creation, index) => (creation.prepares === true ? [] : [index]))
      const references = Array.from({ length: MANY }, (_, index) => ({
        creation: creations[index % creations.length]!,
        reference: `many-${index}`,
      }))
      // Every process begins elsewhere, and so does each of its callers.
      const turned = (by: number) => [...references.slice(by), ...references.slice(0, by)]
      const processes = await Promise.all(
        Array.from({ length: PROCESSES }, (_, index) => start(turned(index * 25), callers / PROCESSES)),
      )
      const outcomes = (await Promise.all(processes.map(outcomesOf))).flat()
      assert.equal(outcomes.length, callers * MANY)
      const told = new Map<string, Set<string>>()
      for (const { reference, id, status, error } of outcomes) {
        told.set(reference, (told.get(reference) ?? new Set()).add(`${id} ${error ?? status}`))
      }
      assert.deepEqual(
        references.map(({ creation, reference }) => [
          executions(world, CREATIONS[creation]!, reference),
          told.get(reference)?.size,
        ]),
        references.map(() => [1, 1]),
      )
    }).timeout(120_000)
  }

  it('wait for the one that is sending, and get its result', async () => {
    world.palladium.faults.add({ on: 'create-disbursement', reply: { kind: 'ok', delayMs: 1_000 } })
    const first = await start([{ creation: DISBURSEMENT, reference: 'slow' }])
    const sending = outcomesOf(first)
    await until(() => world.palladium.ledger.count({ reference: 'slow' }) === 1)
    const second = await world.payments.payouts.create(bankPayout('slow'))
    assert.deepEqual(await sending, [{ reference: 'slow', id: second.id, status: 'processing' }])
    assert.equal(second.status, 'processing')
    assert.equal(world.palladium.ledger.count({ reference: 'slow' }), 1)
    assert.equal(world.palladium.requests.length, 1)
  })

  it('wait for the one that is sending, and get its error', async () => {
    const refusal = { kind: 'error', status: 400, message: 'Account closed.', delayMs: 1_000 } as const
    world.palladium.faults.add({ on: 'create-disbursement', accept: 'no', reply: refusal })
    const first = await start([{ creation: DISBURSEMENT, reference: 'refused' }])
    const sending = outcomesOf(first)
    await until(() => world.palladium.requests.length === 1)
    await assert.rejects(world.payments.payouts.create(bankPayout('refused')), {
      code: 'provider_rejected',
      providerMessage: 'Account closed.',
    })
    assert.deepEqual(await sending, [{ reference: 'refused', error: 'provider_rejected' }])
    assert.equal(world.palladium.requests.length, 1)
  })

  for (const [title, fault, executed] of [
    ['before the provider has executed it', { before: { hang: 'body' } }, 0],
    ['after the provider has executed it', { reply: { kind: 'stall' } }, 1],
  ] as const) {
    it(`never send again what one of them was killed in, ${title}`, async () => {
      const references = CREATIONS.map((_, index) => `killed-${index}`)
      CREATIONS.forEach(({ at, endpoint }, index) => {
        world[at].faults.add({ ...fault, on: endpoint, reference: nameAt(at, references[index]!) })
      })
      const child = await start(references.map((reference, creation) => ({ creation, reference })))
      child.send('go')
      const arrived = (creation: Creation, reference: string): boolean =>
        world[creation.at].requests.some(
          (request) => request.reference === nameAt(creation.at, reference) && request.endpoint === creation.endpoint,
        )
      await until(() => CREATIONS.every((creation, index) => arrived(creation, references[index]!)))
      if (executed === 1) {
        await until(() => CREATIONS.every((one, index) => executions(world, one, references[index]!) === 1))
      }
      child.kill()
      assert.equal(await child.ended, 'SIGKILL')
      const sent = () => CREATIONS.map((creation, index) => attempts(world, creation, references[index]!))
      const before = sent()
      const clock = { now: () => Date.now() + LATER_MS }
      const later = await world.another({ journal: journalIn('sqlite', world.folder, { clock }) })
      const callers = CREATIONS.flatMap((creation, index) =>
        Array.from({ length: 5 }, () => creation.create(later, references[index]!)),
      )
      const results = await Promise.all(callers)
      assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(['unknown']))
      assert.deepEqual(sent(), before)
      assert.deepEqual(
        CREATIONS.map((creation, index) => executions(world, creation, references[index]!)),
        CREATIONS.map(() => executed),
      )
    })
  }
})
