import type { Feature, Target } from './target.js'
import { cancellation, capture } from './targets/changes.js'
import { creation } from './targets/creations.js'
import { featuresWhere } from './targets/features.js'
import { refund } from './targets/refunds.js'
import type { AdapterWorld } from './world.js'

const entries = <Sample>(samples: Readonly<Record<string, Sample>> | undefined): readonly [string, Sample][] =>
  Object.entries(samples ?? {})

/** Everything that the world has a sample of. */
export const targetsOf = (world: AdapterWorld): readonly Target[] => {
  const targets = [
    ...entries(world.payins).flatMap(([type, sample]) => {
      const made = creation('payin', `payins.${type}`, sample)
      return [
        made,
        ...(sample.capture === undefined ? [] : [capture(made, sample.capture)]),
        ...(sample.cancel === undefined ? [] : [cancellation(made, sample.cancel)]),
        ...(sample.refund === undefined ? [] : [refund(made, sample.refund)]),
      ]
    }),
    ...entries(world.payouts).flatMap(([type, sample]) => {
      const made = creation('payout', `payouts.${type}`, sample)
      return [made, ...(sample.cancel === undefined ? [] : [cancellation(made, sample.cancel)])]
    }),
    ...entries(world.tokens).map(([type, sample]) => creation('token', `tokens.${type}`, sample)),
    ...(world.customers === undefined ? [] : [creation('customer', 'customers', world.customers)]),
  ]
  const told = targets.filter(({ features }) => world.webhooks !== undefined && features.has('tells'))
  return targets.map((target, index) =>
    withFeatures(target, [
      ...accountFeatures(world),
      ...featuresWhere({ first: index === 0, told: told.includes(target), firstTold: target === told[0] }),
    ]),
  )
}

const withFeatures = (target: Target, features: readonly Feature[]): Target => ({
  ...target,
  features: new Set([...target.features, ...features]),
})

const accountFeatures = (world: AdapterWorld): readonly Feature[] => [
  ...(
    ['balances', 'statements', 'listAtProvider', 'customers', 'login', 'limitsBeforeExecution', 'webhooks'] as const
  ).filter((feature) => world[feature] !== undefined),
  ...(world.webhooks === undefined ? [] : [world.webhooks.trust]),
  ...featuresWhere({
    otherEvents: (world.webhooks?.others ?? []).length > 0,
    otherBodies: (world.webhooks?.alike ?? []).length > 0,
    doubtfulBodies: (world.webhooks?.doubtful ?? []).length > 0,
  }),
]
