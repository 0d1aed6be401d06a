import type { PaymentObject } from '@polyrail/core'
import type { AdapterCase } from '../case.js'
import { mustBeExecuted, sendsOf } from '../checks.js'
import { must, shown } from '../expect.js'
import type { Target } from '../target.js'

const CALLERS = 20
const SLOW_MS = 30

const mustBeOne = ({ name }: Target, objects: readonly PaymentObject[]): void => {
  const seen = new Set(objects.map(({ id, status }) => `${id} ${status}`))
  must(seen.size === 1, () => `${name}: callers at the same time got ${shown([...seen])}, expected one and the same`)
}

export const concurrencyCases: readonly AdapterCase[] = [
  {
    id: 'concurrent.callers',
    title: 'is executed once for many callers at once, who all get the same',
    group: 'concurrency',
    needs: [],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      stage.proxy.plan(target.sends.endpoint, { answer: { kind: 'late', ms: SLOW_MS } })
      mustBeOne(target, await Promise.all(Array.from({ length: CALLERS }, () => prepared.run())))
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'concurrent.processes',
    title: 'is executed once by several processes that share a journal',
    group: 'concurrency',
    needs: [],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const others = await Promise.all([stage.another({}), stage.another({})])
      stage.proxy.plan(target.sends.endpoint, { answer: { kind: 'late', ms: SLOW_MS } })
      mustBeOne(target, await Promise.all([stage, ...others].map(({ payments }) => prepared.run(payments))))
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'concurrent.references',
    title: 'executes every reference of many at once, each of them once',
    group: 'concurrency',
    needs: ['creation'],
    run: async (stage, target) => {
      const prepared = []
      for (let count = 0; count < CALLERS; count += 1) prepared.push(await target.prepare(stage))
      const objects = await Promise.all(prepared.map((one) => one.run()))
      const ids = new Set(objects.map(({ providerId }) => providerId))
      must(
        ids.size === CALLERS && !ids.has(undefined),
        () =>
          `${target.name}: ${String(CALLERS)} references at once became ${String(ids.size)} objects of the provider. A mapping ` +
          'keeps nothing between two calls',
      )
      for (const one of prepared) await mustBeExecuted(stage, { target, prepared: one, times: 1 })
    },
  },
  {
    id: 'concurrent.changes',
    title: 'does not change one object twice, however many ask at once',
    group: 'concurrency',
    needs: ['no creation'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const others = [stage.reference(), stage.reference()].map((reference) => prepared.beside(reference))
      const outcomes = await Promise.allSettled([prepared.run(), ...others])
      const done = outcomes.filter(({ status }) => status === 'fulfilled')
      must(
        done.length === 1 && sendsOf(stage, target) === 1,
        () => `${target.name}: three at once under other references were sent ${String(sendsOf(stage, target))} times`,
      )
    },
  },
]
