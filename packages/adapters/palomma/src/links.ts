import { defined, sameMoney, wireNumber } from '@polyrail/core'
import type { InputOf, MappingContext, NextAction, PayinAnswer, PayinAtProvider, PayinOf } from '@polyrail/core'
import { AVAILABLE_TYPES, type AvailableType } from './available-types.js'
import { bogotaTime, instantFrom } from './dates.js'
import { listPayinLinks, type createPayinLink } from './endpoints.js'
import { optionalPesos, pesos } from './money.js'
import { theOne } from './ours.js'
import { allOf } from './pages.js'
import { linkState } from './statuses.js'
import type { PayinLink } from './wire.js'

type LinkCommand = Pick<PayinOf<'payment_link'>, 'amount' | 'description' | 'expiresAt'> & {
  readonly redirectUrl: string
  readonly method: { readonly availableTypes?: readonly AvailableType[] }
}

export const toPayinLink = ({
  command: { amount, description, expiresAt, redirectUrl, method },
  customerId,
  reference,
  targetMerchantAccountId,
}: {
  readonly command: LinkCommand
  readonly customerId: string
  readonly reference: string
  readonly targetMerchantAccountId: string | undefined
}): InputOf<typeof createPayinLink> => ({
  type: 'general',
  customerId,
  redirectUrl,
  amount: wireNumber(amount, 0),
  availableTypes: [...(method.availableTypes ?? AVAILABLE_TYPES)],
  reference,
  ...defined({ description, expiration: expiresAt && bogotaTime(expiresAt), targetMerchantAccountId }),
})

export const fromPayinLink = (link: PayinLink): PayinAnswer => {
  const state = linkState(link.status, link.statusMessage)
  return {
    ...state,
    providerId: link.id,
    reference: link.reference ?? undefined,
    amount: pesos(link.amount),
    amountCaptured: optionalPesos(link.amountCollected),
    fee: optionalPesos(link.fee),
    expiresAt: instantFrom(link.expiration),
    nextAction: state.status === 'pending' ? redirectTo(link.paymentUrl) : undefined,
  }
}

/** A line of the provider's list. */
export const fromListedLink = (link: PayinLink): Omit<PayinAtProvider, 'provider' | 'payin'> => ({
  providerId: link.id,
  status: linkState(link.status, link.statusMessage).status,
  amount: pesos(link.amount),
  ...defined({ amountCaptured: optionalPesos(link.amountCollected), fee: optionalPesos(link.fee) }),
  ...(link.reference ? { reference: link.reference } : {}),
  ...(link.createdAt ? { createdAt: link.createdAt } : {}),
  raw: link,
})

const HOSTS = /^(?:(?:.+\.)?palomma\.com|localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Where the payer goes, if it is the provider's own page (or a local one, of a simulator). The documented sample is
 * plain http, so that is taken; any other place is not believed.
 */
export const redirectTo = (text: string): NextAction => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isPage(url)) {
    throw new Error('The provider answered with a payment page that is not at palomma.com')
  }
  return { type: 'redirect', url: url.href }
}

const isPage = ({ protocol, username, password, hostname }: URL): boolean =>
  (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' && HOSTS.test(hostname)

const MOST_PAGES = 20

/** The link that we have sent. Its type is no help: it is not said whether a link keeps it once it is paid. */
export const findPayinLink = async (
  { reference, amount, customerId }: InputOf<typeof createPayinLink>,
  { call }: Pick<MappingContext, 'call'>,
): Promise<PayinLink | undefined> => {
  const read = allOf((paging) => call(listPayinLinks, { reference, ...paging }), { mostPages: MOST_PAGES })
  const asked = { amount: amount.text, currency: 'COP' }
  return theOne(await read, {
    reference,
    isOurs: (link) => link.customerId === customerId && sameMoney(pesos(link.amount), asked),
    what: 'links',
  })
}
