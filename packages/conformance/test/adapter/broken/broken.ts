import type {
  PayinMethodDefinition,
  PayoutDestinationDefinition,
  RefundDefinition,
  TokenDefinition,
  WebhookDefinition,
} from '@polyrail/core'
import type { AdapterSubject } from '@polyrail/conformance'
import { acme, bankAccount, card, cardToken, refund, type Acme } from '../acme/adapter.js'
import { sealedWith } from '../acme/webhooks.js'
import { acmeSubject } from '../acme/world.js'

/** An adapter that breaks one promise on purpose, the case that must see it, and what its author is told. */
export interface Broken {
  readonly does: string
  readonly caughtBy: string
  readonly says: RegExp
  readonly subject: AdapterSubject
}

type Named = Pick<Broken, 'does' | 'caughtBy' | 'says'>

export const broken = (named: Named, change: Partial<Acme>): Broken => ({
  ...named,
  subject: acmeSubject({ ...acme, ...change }),
})

export const withCard = (change: Partial<PayinMethodDefinition<'card'>>): Partial<Acme> => ({
  payins: { card: { ...card, ...change } },
})

export const withRefund = (change: Partial<RefundDefinition>): Partial<Acme> =>
  withCard({ refund: { ...refund, ...change } })

export const withPayout = (change: Partial<PayoutDestinationDefinition<'bank_account'>>): Partial<Acme> => ({
  payouts: { bank_account: { ...bankAccount, ...change } },
})

export const withToken = (change: Partial<TokenDefinition<'card'>>): Partial<Acme> => ({
  tokens: { card: { ...cardToken, ...change } },
})

/** With other parts, where there is a secret. */
export const withWebhooks = (change: (seals: readonly string[]) => Partial<WebhookDefinition>): Partial<Acme> => ({
  connect: (config) => {
    const { seals } = config
    const usual = acme.connect(config)
    return seals === undefined ? usual : { ...usual, webhooks: { ...sealedWith(seals), ...change(seals) } }
  },
})
