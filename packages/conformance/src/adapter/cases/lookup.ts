import type { AdapterCase } from '../case.js'
import { mustBe, mustBeExecuted, operationOf, sendsOf } from '../checks.js'
import { must, shown } from '../expect.js'
import { withFieldsAnywhere } from '../proxy/edit.js'
import type { Fault } from '../proxy/fault.js'
import type { OtherFound } from '../samples.js'
import {
  HOW,
  LOST,
  NEVER,
  afterTheWindow,
  asked,
  mustCountAsAbsent,
  mustGoAgain,
  mustStayUnknown,
  unanswered,
} from './unanswered.js'

/** By then the first check of an unknown operation is due. */
const DUE_MS = 5 * 60_000
/** Shorter than any settle window. */
const SOON_MS = 60_000
const MANY = 1_000

export const lookupCases: readonly AdapterCase[] = [
  {
    id: 'lookup.found',
    title: 'finds what became of a call whose answer was lost',
    group: 'lookup',
    needs: ['found'],
    run: async (stage, target) => {
      const { prepared, object } = await unanswered(stage, target)
      const sent = sendsOf(stage, target)
      const { resolution } = await operationOf(stage, { target, prepared })
      must(
        resolution === 'lookup',
        `${target.name} has no look-up: declare one for ${target.sends.endpoint} in \`lookups\``,
      )
      const found = await asked(stage, prepared)
      must(!(found instanceof Error), () => `${target.name} could not be looked up: ${shown(found)}. ${HOW}`)
      must(
        found?.status !== 'unknown',
        `${target.name} was executed, and its look-up does not find it under the reference that was sent. ${HOW}`,
      )
      await mustBe(stage, { target, prepared, object: found, expected: target.expect })
      must(found?.id === object.id, `${target.name} was found as another object than the one that was made`)
      must(sendsOf(stage, target) === sent, `Asking about ${target.name} sent it again. A look-up calls reads only`)
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'lookup.recovered',
    title: 'is found by a pass over all that is open, which nobody has to ask for by name',
    group: 'lookup',
    needs: ['found'],
    run: async (stage, target) => {
      const { prepared } = await unanswered(stage, target)
      const sent = sendsOf(stage, target)
      stage.clock.advance(DUE_MS)
      const { resolved } = await stage.payments.recover()
      must(
        resolved === 1,
        `A pass of recovery has resolved ${String(resolved)} operations, expected ${target.name}. ${HOW}`,
      )
      await mustBe(stage, { target, prepared, object: await prepared.find(stage.payments), expected: target.expect })
      must(sendsOf(stage, target) === sent, `Recovery has sent ${target.name} again. A look-up calls reads only`)
    },
  },
  {
    id: 'lookup.too-early',
    title: 'does not take "not found" for "not executed" before time has passed',
    group: 'lookup',
    needs: ['no blind', 'no repeated'],
    run: async (stage, target) => {
      const { prepared } = await unanswered(stage, target, NEVER)
      const sent = sendsOf(stage, target)
      await asked(stage, prepared)
      stage.clock.advance(SOON_MS)
      await asked(stage, prepared)
      await mustStayUnknown(stage, { target, prepared }, 'it may still be executed')
      must(sendsOf(stage, target) === sent, `Asking about ${target.name} sent it again. A look-up calls reads only`)
    },
  },
  {
    id: 'lookup.absent',
    title: 'takes "not found" for "not executed" after the settle window, and then the same reference goes again',
    group: 'lookup',
    needs: ['found'],
    run: async (stage, target) => {
      const { prepared } = await unanswered(stage, target, NEVER)
      await afterTheWindow(stage, { target, prepared })
      await mustGoAgain(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'lookup.harmless',
    title: 'does not find what nobody was shown, and makes another one under the same reference in time',
    group: 'lookup',
    needs: ['harmless'],
    run: async (stage, target) => {
      // An earlier one, which is not found either: that must not be taken for a look-up out of order (`neverFinds`).
      const earlier = await target.prepare(stage)
      await earlier.run()
      const { prepared } = await unanswered(stage, target)
      await asked(stage, prepared)
      await mustStayUnknown(stage, { target, prepared }, 'nothing was found')
      await afterTheWindow(stage, { target, prepared })
      await mustGoAgain(stage, { target, prepared, times: 2 })
    },
  },
  {
    id: 'lookup.down',
    title: 'leaves it unknown while the provider cannot be asked',
    group: 'lookup',
    needs: ['no blind'],
    run: async (stage, target) => {
      const { prepared } = await unanswered(stage, target)
      const down: Fault = { forward: 0, answer: { kind: 'other', status: 503, body: '<html>Down</html>' } }
      stage.proxy.plan('*', down, MANY)
      await afterTheWindow(stage, { target, prepared })
      await mustStayUnknown(stage, { target, prepared }, 'the provider answered nothing')
    },
  },
  {
    id: 'lookup.twice',
    title: 'never calls it failed, and sends no third one, where the provider has it twice',
    group: 'lookup',
    needs: ['found'],
    run: async (stage, target) => {
      const { prepared } = await unanswered(stage, target, { ...LOST, forward: 2 })
      const sent = sendsOf(stage, target)
      await afterTheWindow(stage, { target, prepared })
      const kept = await prepared.find(stage.payments)
      const seesTwo = target.features.has('creation') && target.sample.seesTwo === true
      const expected = seesTwo ? ['unknown'] : ['unknown', String(target.expect['status'])]
      must(
        kept !== undefined && expected.includes(kept.status),
        () =>
          `${target.name} became ${shown(kept?.status)} where the provider has two of it. ${HOW}; throw where there is not exactly one`,
      )
      await prepared.run()
      must(sendsOf(stage, target) === sent, `${target.name} was sent again, though the provider has it twice`)
    },
  },
  {
    id: 'lookup.others',
    title: 'takes nothing for ours that differs from what was sent',
    group: 'lookup',
    needs: ['found'],
    run: async (beside, target) => {
      const { amount, reference } = target.names
      const others: readonly OtherFound[] = [
        ...(amount === undefined ? [] : [{ title: 'another amount', edit: { [amount]: 7 }, unclear: true as const }]),
        ...(reference === undefined ? [] : [{ title: 'another reference', edit: { [reference]: 'somebody-else-s' } }]),
        ...(target.others ?? []),
      ]
      for (const { title, edit, unclear, absent } of others) {
        // Core tries a look-up with what it has found before, and this one is to find nothing.
        const stage = absent === true ? await beside.another({ ownJournal: true }) : beside
        const { prepared } = await unanswered(stage, target)
        const change = (body: unknown): unknown => withFieldsAnywhere(body, edit)
        stage.proxy.plan('GET *', { answer: { kind: 'edited', edit: change } }, MANY)
        await asked(stage, prepared)
        const why = `what the provider has is of ${title}`
        await mustStayUnknown(stage, { target, prepared }, why)
        if (unclear === true) {
          await afterTheWindow(stage, { target, prepared })
          await mustStayUnknown(stage, { target, prepared }, `${why}, which proves nothing`)
        }
        if (absent === true) {
          await mustCountAsAbsent(stage, { target, prepared }, why)
          continue
        }
        stage.proxy.clear()
        const found = await asked(stage, prepared)
        must(
          !(found instanceof Error) && found?.status !== 'unknown',
          () => `${target.name} is not found any more after the provider showed one of ${title}: ${shown(found)}`,
        )
      }
    },
  },
  {
    id: 'lookup.repeated',
    title: 'is asked by being called again, which proves nothing where it is refused',
    group: 'lookup',
    needs: ['repeated'],
    run: async (stage, target) => {
      const never = await unanswered(stage, target, NEVER)
      const found = await asked(stage, never.prepared)
      must(
        !(found instanceof Error),
        () => `${target.name} could not be called again: ${shown(found)}. Declare repeated(endpoint)`,
      )
      await mustBe(stage, { target, prepared: never.prepared, object: found, expected: target.expect })
      await mustBeExecuted(stage, { target, prepared: never.prepared, times: 1 })
      const lost = await unanswered(stage, target)
      const again = await asked(stage, lost.prepared)
      const status = again instanceof Error ? 'unknown' : again?.status
      must(
        status === 'unknown' || status === target.expect['status'],
        () =>
          `${target.name} became ${shown(status)} because the repeated call was refused. That may come from the first one`,
      )
      await mustBeExecuted(stage, { target, prepared: lost.prepared, times: 1 })
    },
  },
  {
    id: 'lookup.blind',
    title: 'waits for a person where nobody can be asked, and says what to look for',
    group: 'lookup',
    needs: ['blind'],
    run: async (stage, target) => {
      const { prepared } = await unanswered(stage, target, NEVER)
      const sent = stage.proxy.requests.length
      await asked(stage, prepared)
      await mustStayUnknown(stage, { target, prepared }, 'the provider cannot be asked')
      must(
        stage.proxy.requests.length === sent,
        `Something was sent to ask about ${target.name}: then say that it can be looked up`,
      )
      const operation = await operationOf(stage, { target, prepared })
      must(operation.resolution !== 'lookup', `${target.name} has a look-up; the world says that it is blind`)
      const { where, reference } = operation.search ?? {}
      must(
        where !== undefined && where !== '' && reference === operation.providerReference,
        () =>
          `A person is not told where to look for ${target.name}: ${shown(operation.search)}. Say so in \`searches\``,
      )
      const settlement = { outcome: 'not_executed', evidence: 'not in the panel', by: 'the conformance suite' } as const
      await stage.payments.operations.settle(operation.id, settlement)
      await mustGoAgain(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'lookup.told',
    title: 'sends a reference that somebody can find',
    group: 'lookup',
    needs: [],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      await prepared.run()
      const { providerReference } = await operationOf(stage, { target, prepared })
      const [request] = stage.proxy.to(target.sends.endpoint).slice(-1)
      const carries = request?.text.includes(providerReference) === true
      must(
        carries || target.features.has('repeated'),
        `The request of ${target.name} does not carry the reference that the mapping is given (${providerReference}): nobody can find it afterwards`,
      )
    },
  },
]
