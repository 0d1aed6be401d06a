import { GROUPS } from './case.js'
import { planFor, runAdapterCase, titleOf } from './plan.js'
import type { AdapterSubject } from './world.js'

// The only file that knows mocha, and of it only the two functions that it puts in the global scope.
interface Mocha {
  readonly describe: (title: string, body: () => void) => void
  readonly it: (title: string, body: () => Promise<void>) => void
}

/** Declares one mocha test for each promise and each sample of the world that it is tried with. */
export const describeConformance = (name: string, subject: AdapterSubject): void => {
  const { describe, it } = globalThis as unknown as Mocha
  const planned = planFor(subject)
  describe(`${name} keeps the promises of an adapter`, () => {
    for (const group of GROUPS) {
      const own = planned.filter((each) => each.case.group === group)
      if (own.length === 0) continue
      describe(group, () => {
        for (const each of own) it(titleOf(each), () => runAdapterCase(each, subject))
      })
    }
  })
}
