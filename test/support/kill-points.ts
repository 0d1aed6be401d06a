import type { Journal } from '@polyrail/core'
import { wrappedJournal } from './wrapped-journal.js'

export type KillPoint = 'before the arm' | 'after the arm' | 'before the record' | 'after the record'

/** The endpoint, by the reference of the command that calls it, whose sending must have come to the point. */
type Steps = Readonly<Record<string, string>>

/** A journal that kills its process without a warning, once the sendings of all references are at the point. */
export const killingJournal = (
  journal: Journal,
  { point, steps }: { readonly point: KillPoint; readonly steps: Steps },
): Journal => {
  const armed = new Map<string, { readonly reference: string; readonly step: string }>()
  const arrived = new Set<string>()
  const arrive = (reference: string): Promise<never> => {
    arrived.add(reference)
    if (arrived.size === Object.keys(steps).length) process.kill(process.pid, 'SIGKILL')
    return new Promise(() => undefined)
  }
  return wrappedJournal(journal, {
    arm: async (intent) => {
      const { reference, step } = intent
      const isHere = steps[reference] === step
      if (isHere && point === 'before the arm') return arrive(reference)
      const result = await journal.arm(intent)
      armed.set(intent.id, { reference, step })
      return isHere && point === 'after the arm' ? arrive(reference) : result
    },
    record: async (outcome) => {
      const { reference, step } = armed.get(outcome.id) ?? { reference: '', step: '' }
      const isHere = steps[reference] === step
      if (isHere && point === 'before the record') return arrive(reference)
      const result = await journal.record(outcome)
      return isHere && point === 'after the record' ? arrive(reference) : result
    },
  })
}
