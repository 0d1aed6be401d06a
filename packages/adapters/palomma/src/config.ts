import { Type, type Static } from '@polyrail/core'

// A line feed from the file that it was read from would make every webhook a forgery.
const IntegrityKey = Type.String({ minLength: 1, pattern: '^\\S(.*\\S)?$' })

/** The settings of a Palomma account; `name`, `baseUrl`, `environment` and `allowInsecureHttp` are core's. */
export const config = Type.Object(
  {
    /** The key that Palomma hands over; nothing is said of its form, except that it is printable. */
    apiKey: Type.String({ minLength: 1, pattern: '^[!-~]+$', writeOnly: true }),
    /** The key that webhooks are signed with; two of them while one replaces the other. */
    integrityKey: Type.Optional(
      Type.Union([IntegrityKey, Type.Array(IntegrityKey, { minItems: 1, maxItems: 2 })], { writeOnly: true }),
    ),
    /** The merchant account that payins go to; the provider's default one when absent. */
    targetMerchantAccountId: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })),
    /** The merchant account that payouts are made from; the provider's default one when absent. */
    sourceMerchantAccountId: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })),
    /** The highest payout that Palomma has agreed on with this merchant, in whole pesos; `'5000000'` when absent. */
    maximumPayout: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{3,14}$' })),
    /** The highest payin that Palomma has agreed on with this merchant, in whole pesos; `'2000000'` when absent. */
    maximumPayin: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{3,14}$' })),
  },
  { additionalProperties: false },
)

/** The settings of a Palomma account. */
export type PalommaConfig = Static<typeof config>
