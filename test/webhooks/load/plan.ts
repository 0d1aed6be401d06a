import { chances, seeded } from '../seeded.js'

/** One payin that is to be told of. */
export interface Target {
  readonly id: string
  readonly operation: string
  readonly providerId: string
  readonly reference: string
}

export interface LoadOptions {
  readonly seconds: number
  /** Callbacks per second, with those that are repeated. */
  readonly rate: number
  readonly seed?: number
  readonly profile?: boolean
}

const REPEATED = 0.2
const OUT_OF_ORDER = 0.2
const STEPS = ['processing', 'approved'] as const

/** One callback: of which payin, and what it says. */
export interface Callback {
  readonly target: number
  readonly status: (typeof STEPS)[number]
  readonly isRepeated: boolean
}

/** How many payins it takes. */
export const targetsFor = ({ seconds, rate }: LoadOptions): number =>
  Math.floor((seconds * rate * (1 - REPEATED)) / STEPS.length)

/** Some are told in the wrong order, and some twice, a while later. */
export const planOf = (targets: number, { seconds, rate, seed = 1 }: LoadOptions): readonly Callback[] => {
  const { random, pick } = chances(seeded(seed))
  const total = seconds * rate
  const planned: { readonly at: number; readonly callback: Callback }[] = []
  for (let target = 0; target < targets; target += 1) {
    const at = (target / targets) * seconds
    const later = at + 0.2 + random() * 3
    const isSwapped = random() < OUT_OF_ORDER
    planned.push({ at: isSwapped ? later : at, callback: { target, status: 'processing', isRepeated: false } })
    planned.push({ at: isSwapped ? at : later, callback: { target, status: 'approved', isRepeated: false } })
  }
  const first = [...planned]
  while (planned.length < total) {
    const { at, callback } = pick(first)
    planned.push({ at: at + random() * 3, callback: { ...callback, isRepeated: true } })
  }
  return planned.sort((one, other) => one.at - other.at).map(({ callback }) => callback)
}
