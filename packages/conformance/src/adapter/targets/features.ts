import type { Money } from '@polyrail/core'
import type { CreationSample, Part, WireNames } from '../samples.js'
import type { Feature } from '../target.js'

/** Features that follow from what there is. */
export const featuresWhere = (table: Partial<Record<Feature, boolean>>): readonly Feature[] =>
  (Object.keys(table) as Feature[]).filter((feature) => table[feature] === true)

/** What there is besides all of it. */
export const parts = (part: Part | undefined): readonly Feature[] =>
  featuresWhere({ part: part !== undefined, rest: part?.rest !== undefined })

/** A part, in place of what was asked for first. */
export const another = (first: object, amount: 'all' | Money | undefined): object =>
  amount === undefined ? first : amount === 'all' ? {} : { amount }

/** What the answer repeats can be compared. */
export const echoes = ({ amount, reference }: WireNames): readonly Feature[] =>
  featuresWhere({ amountEchoed: amount !== undefined, referenceEchoed: reference !== undefined })

/** Of everything that is created. */
export const creationFeatures = (sample: CreationSample<object>): readonly Feature[] => [
  sample.lost,
  ...echoes(sample.names),
  ...featuresWhere({
    retrieve: sample.retrieves !== undefined,
    words: sample.words !== undefined && sample.names.status !== undefined,
    stories: sample.stories !== undefined,
    tells: sample.tells !== undefined,
    variants: sample.variants !== undefined,
    rules: sample.refused !== undefined,
    answers: sample.answers !== undefined,
    preparations: sample.preparations !== undefined,
    refusals: sample.refusedByProvider !== undefined,
    secretFields: sample.secrets !== undefined,
  }),
]
