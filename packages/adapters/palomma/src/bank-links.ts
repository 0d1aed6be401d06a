import {
  defined,
  undefinedIfNotFound,
  Type,
  type InputOf,
  type MappingContext,
  type Static,
  type TokenAnswer,
  type TokenDefinition,
} from '@polyrail/core'
import { Payer, customerIdOf } from './customers.js'
import {
  createPayinSource,
  createPayoutTarget,
  listPayinSources,
  listPayoutTargets,
  retrievePayinSource,
  retrievePayoutTarget,
} from './endpoints.js'
import { redirectTo } from './links.js'
import { oldestOf, theOne } from './ours.js'
import { allOf } from './pages.js'
import { bankLinkState } from './statuses.js'
import type { BankLink } from './wire.js'

const AccountType = Type.Enum(['savings', 'checking'])

const accepts = Type.Object({
  customer: Payer,
  redirectUrl: Type.String(),
  instrument: Type.Object({ bankCode: Type.String(), accountType: AccountType, accountNumber: Type.String() }),
})
type Accepted = Static<typeof accepts> & { readonly description?: string }

const toBankLink = ({ redirectUrl, instrument, description }: Accepted, customerId: string, reference: string) => ({
  customerId,
  redirectUrl,
  type: 'bankAccount' as const,
  bankAccount: {
    bank: instrument.bankCode,
    accountType: instrument.accountType,
    accountNumber: instrument.accountNumber,
  },
  reference,
  ...defined({ description }),
})

export const fromBankLink = (link: BankLink): TokenAnswer => {
  const state = bankLinkState(link.status, link.statusMessage)
  return {
    ...state,
    providerId: link.id,
    reference: link.reference ?? undefined,
    ...(state.status === 'requires_action' && link.authUrl ? { nextAction: redirectTo(link.authUrl) } : {}),
    ...(state.status === 'active' ? { token: link.id } : {}),
  }
}

/** A bank account that its owner allows to be debited; the owner confirms it on the provider's page. */
const payinSource: TokenDefinition<'payin_source'> = {
  accepts,
  sends: createPayinSource,
  create: async (command, context) => {
    // `accepts` has checked it.
    const given = command as unknown as Accepted
    const customerId = await customerIdOf(given.customer, context)
    const { partialPayins } = command.instrument
    const sent = toBankLink(given, customerId, context.reference)
    // For Bancolombia only; other banks are the provider's to refuse.
    const more = defined({ partialPayinsEnabled: partialPayins })
    return fromBankLink(await context.call(createPayinSource, { ...sent, ...more }))
  },
  retrieve: ({ providerId }, { call }) =>
    call(retrievePayinSource, { payinSourceId: providerId }).then(fromBankLink, undefinedIfNotFound),
}

/** A bank account that money is sent to. Some are active at once, others wait for their owner. */
const payoutTarget: TokenDefinition<'payout_target'> = {
  accepts,
  sends: createPayoutTarget,
  create: async (command, context) => {
    const given = command as unknown as Accepted
    const customerId = await customerIdOf(given.customer, context)
    return fromBankLink(await context.call(createPayoutTarget, toBankLink(given, customerId, context.reference)))
  },
  retrieve: ({ providerId }, { call }) =>
    call(retrievePayoutTarget, { payoutTargetId: providerId }).then(fromBankLink, undefinedIfNotFound),
}

export const tokens = { payin_source: payinSource, payout_target: payoutTarget }

const MOST_PAGES = 20

type Sent = Pick<InputOf<typeof createPayoutTarget>, 'reference' | 'customerId'>

const ofOurCustomer = (links: readonly BankLink[], { reference, customerId }: Sent): BankLink | undefined =>
  theOne(links, { reference, isOurs: (link) => link.customerId === customerId, what: 'bank accounts' })

export const findPayinSource = async (sent: Sent, { call }: Pick<MappingContext, 'call'>) => {
  const { reference } = sent
  const read = allOf((paging) => call(listPayinSources, { reference, ...paging }), { mostPages: MOST_PAGES })
  return ofOurCustomer(await read, sent)
}

export const findPayoutTarget = async (sent: Sent, context: Pick<MappingContext, 'call'>) =>
  ofOurCustomer(await payoutTargetsOf(sent, context), sent)

/**
 * One that payouts to this account can use: after its owner has refused, another one may be made. Two payouts at the
 * same time may make two; they are equally good, as no money is kept with them, and the same one is taken every time.
 */
export const openPayoutTarget = (known: readonly BankLink[], { reference, customerId }: Sent): BankLink | undefined => {
  const ours = known.filter((link) => link.reference === reference && link.customerId === customerId)
  const open = ours.filter(({ status }) => status.toLowerCase() !== 'cancelled')
  return oldestOf(open.some(isActive) ? open.filter(isActive) : open)
}

export const isActive = ({ status }: BankLink): boolean => status.toLowerCase() === 'active'

export const findOpenPayoutTarget = async (sent: Sent, context: Pick<MappingContext, 'call'>) =>
  openPayoutTarget(await payoutTargetsOf(sent, context), sent)

const payoutTargetsOf = ({ reference }: Sent, { call }: Pick<MappingContext, 'call'>): Promise<readonly BankLink[]> =>
  allOf((paging) => call(listPayoutTargets, { reference, ...paging }), { mostPages: MOST_PAGES })
