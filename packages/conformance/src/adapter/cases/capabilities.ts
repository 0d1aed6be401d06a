import type { Capabilities, CreatePayin, CreatePayout, Instrument, Money, Payments } from '@polyrail/core'
import type { AdapterCase } from '../case.js'
import { mustSendNothing } from '../checks.js'
import { must, mustAgree, mustBeRefused } from '../expect.js'
import type { CreationSample, PayinSample, PayoutSample } from '../samples.js'
import { ACCOUNT, type Stage } from '../stage.js'
import type { Feature, Target } from '../target.js'
import type { AdapterWorld } from '../world.js'

const capabilitiesIn = async ({ payments }: Stage): Promise<Capabilities> => {
  const [information, ...others] = await payments.providers.list()
  must(information !== undefined && others.length === 0, 'createProvider must give one account')
  must(
    information.name === ACCOUNT,
    `The account is named ${information.name}: hand the name that createProvider is given to the factory`,
  )
  return information.capabilities
}

/** A look-up that finds, or that finds nothing and says so. */
const isLookedUp = ({ lost }: CreationSample<object>): boolean => lost === 'found' || lost === 'harmless'

const asked = (sample: CreationSample<object>) => ({
  retrieve: sample.retrieves !== undefined,
  lookup: isLookedUp(sample),
})

/** What the world's samples show, in the words of the capabilities. */
const shownBy = (world: AdapterWorld): Readonly<Record<keyof Capabilities, unknown>> => ({
  payins: each<PayinSample>(world.payins, (sample) => ({
    ...asked(sample),
    currencies: sample.currencies,
    capture: sample.capture !== undefined,
    manualCapture: sample.capture?.from?.with?.capture === 'manual',
    partialCapture: sample.capture?.part !== undefined,
    cancel: sample.cancel !== undefined,
    partialCancel: sample.cancel?.part !== undefined,
    refund: sample.refund !== undefined,
    partialRefund: sample.refund?.part !== undefined,
  })),
  payouts: each<PayoutSample>(world.payouts, (sample) => ({
    ...asked(sample),
    currencies: sample.currencies,
    cancel: sample.cancel !== undefined,
  })),
  tokens: each<CreationSample<object>>(world.tokens, asked),
  customers: world.customers !== undefined,
  balances: world.balances !== undefined,
  statements: world.statements !== undefined,
  listAtProvider: world.listAtProvider !== undefined,
})

const each = <Sample>(
  samples: Readonly<Record<string, Sample>> | undefined,
  read: (sample: Sample) => unknown,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(samples ?? {}).map(([type, sample]) => [type, read(sample)]))

const METHODS: Readonly<Record<CreatePayin['method']['type'], CreatePayin['method']>> = {
  virtual_account: { type: 'virtual_account', bankCode: 'BNI', accountName: 'Anna Kowalska', singleUse: true },
  retail_outlet: { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'Anna Kowalska' },
  qr_code: { type: 'qr_code' },
  payment_link: { type: 'payment_link' },
  bank_debit: { type: 'bank_debit', source: 'source-1' },
  card: { type: 'card', token: 'token-1' },
  hosted_card: { type: 'hosted_card' },
}

const DESTINATIONS: Readonly<Record<CreatePayout['destination']['type'], CreatePayout['destination']>> = {
  bank_account: { type: 'bank_account', bankCode: 'BCA', accountName: 'Anna Kowalska', accountNumber: '12345678' },
  recipient: { type: 'recipient', userName: 'anna.k', notify: false },
  saved: { type: 'saved', target: 'target-1' },
}

const ACCOUNT_NUMBER = { bankCode: 'BCA', accountType: 'savings', accountNumber: '12345678' }
const INSTRUMENTS: Readonly<Record<Instrument['type'], Instrument>> = {
  card: { type: 'card' },
  payin_source: { type: 'payin_source', ...ACCOUNT_NUMBER },
  payout_target: { type: 'payout_target', ...ACCOUNT_NUMBER },
}

/** Within the limits that are known, so that nothing else is wrong with a command. */
const amountOf = ({ money }: Target): Money => {
  const [[currency, { maximum }] = ['IDR', { maximum: undefined }]] = Object.entries(money?.currencies ?? {})
  return { amount: maximum ?? '50000', currency }
}

/** Everything that the contract knows and this provider does not. */
const othersOf = (
  stage: Stage,
  target: Target,
): readonly (readonly [string, (payments: Payments) => Promise<unknown>])[] => {
  const { world } = stage
  const common = { provider: ACCOUNT, reference: stage.reference() }
  const amount = amountOf(target)
  const lacking = <Value>(table: Readonly<Record<string, Value>>, samples: object | undefined): readonly Value[] =>
    Object.entries(table).flatMap(([type, value]) => (Object.hasOwn(samples ?? {}, type) ? [] : [value]))
  return [
    ...lacking(METHODS, world.payins).map(
      (method) =>
        [`a payin by ${method.type}`, ({ payins }: Payments) => payins.create({ ...common, amount, method })] as const,
    ),
    ...lacking(DESTINATIONS, world.payouts).map(
      (destination) =>
        [
          `a payout to a ${destination.type}`,
          ({ payouts }: Payments) => payouts.create({ ...common, amount, destination }),
        ] as const,
    ),
    ...lacking(INSTRUMENTS, world.tokens).map(
      (instrument) =>
        [`a stored ${instrument.type}`, ({ tokens }: Payments) => tokens.create({ ...common, instrument })] as const,
    ),
  ]
}

const mustNotServe = (stage: Stage, what: string, call: () => Promise<unknown>): Promise<void> =>
  mustSendNothing(stage, what, async () => {
    await mustBeRefused(call(), {
      what: `The world has no sample of ${what}, which`,
      codes: ['unsupported_operation'],
      advice: 'Define only what the provider can, or add a sample',
    })
  })

const PERIOD = { provider: ACCOUNT, from: '2031-01-01T00:00:00Z', to: '2031-01-02T00:00:00Z' }

const first = async (items: AsyncIterable<unknown>): Promise<unknown> => {
  for await (const item of items) return item
  return undefined
}

/** What the provider cannot do at all. */
const withoutPart = (
  part: 'balances' | 'statements' | 'listAtProvider' | 'customers',
  call: (payments: Payments) => Promise<unknown>,
): AdapterCase => ({
  id: `capability.no-${part}`,
  title: `says before anything is sent that the provider has no ${part}`,
  group: 'capabilities',
  needs: ['first', `no ${part}`],
  run: (stage) => mustNotServe(stage, part, () => call(stage.payments)),
})

/** What cannot be done with one object. */
const withoutVerb = (
  verb: string,
  {
    kinds,
    feature,
    call,
  }: { readonly kinds: readonly ('payin' | 'payout')[]; readonly feature: Feature; readonly call: Verb },
): readonly AdapterCase[] =>
  kinds.map((kind) => ({
    id: `capability.no-${verb}-of-${kind}`,
    title: `says before anything is sent that a ${kind} has no ${verb}`,
    group: 'capabilities',
    needs: [kind, `no ${feature}`],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const { id } = await prepared.run()
      await mustNotServe(stage, `${verb} of ${target.name}`, () => call(stage, id))
    },
  }))

type Verb = (stage: Stage, id: string) => Promise<unknown>

export const capabilityCases: readonly AdapterCase[] = [
  {
    id: 'capability.agree',
    title: 'can do what the world has samples of, and nothing else',
    group: 'capabilities',
    needs: ['first'],
    run: async (stage) => {
      mustAgree(
        'The capabilities of the adapter',
        { actual: await capabilitiesIn(stage), expected: shownBy(stage.world), exactly: true },
        'Either the adapter defines what its provider cannot do, or it lacks something, or the world lacks a sample',
      )
    },
  },
  {
    id: 'capability.others',
    title: 'says before anything is sent what the provider does not do at all',
    group: 'capabilities',
    needs: ['first'],
    run: async (stage, target) => {
      for (const [what, call] of othersOf(stage, target)) await mustNotServe(stage, what, () => call(stage.payments))
    },
  },
  withoutPart('balances', ({ balances }) => balances.retrieve({ provider: ACCOUNT })),
  withoutPart('statements', ({ statements }) => first(statements.list(PERIOD))),
  withoutPart('listAtProvider', ({ payins }) => first(payins.listAtProvider(PERIOD))),
  withoutPart('customers', ({ customers }) =>
    customers.create({ provider: ACCOUNT, reference: 'payer-1', customer: { name: 'Anna Kowalska' } }),
  ),
  ...withoutVerb('capture', {
    kinds: ['payin'],
    feature: 'canCapture',
    call: ({ payments }, payin) => payments.payins.capture({ payin, reference: 'capture-1' }),
  }),
  ...withoutVerb('refund', {
    kinds: ['payin'],
    feature: 'canRefund',
    call: ({ payments }, payin) => payments.refunds.create({ payin, reference: 'refund-1' }),
  }),
  ...withoutVerb('cancel', {
    kinds: ['payin'],
    feature: 'canCancel',
    call: ({ payments }, payin) => payments.payins.cancel({ payin, reference: 'cancel-1' }),
  }),
  ...withoutVerb('cancellation', {
    kinds: ['payout'],
    feature: 'canCancel',
    call: ({ payments }, payout) => payments.payouts.cancel({ payout, reference: 'cancel-1' }),
  }),
  ...withoutVerb('question', {
    kinds: ['payin'],
    feature: 'retrieve',
    call: ({ payments }, id) => payments.payins.retrieve({ id }, { refresh: true }),
  }),
  ...withoutVerb('question', {
    kinds: ['payout'],
    feature: 'retrieve',
    call: ({ payments }, id) => payments.payouts.retrieve({ id }, { refresh: true }),
  }),
  {
    id: 'capability.no-manual-capture',
    title: 'refuses a capture by hand where the provider always captures',
    group: 'capabilities',
    needs: ['payin', 'no canCaptureManually'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage, { with: { capture: 'manual' } })
      await mustNotServe(stage, `manual capture of ${target.name}`, () => prepared.run())
    },
  },
]
