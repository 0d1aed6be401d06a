import { Type, type Static } from '@polyrail/core'

/** The settings of a Billon account; `name`, `baseUrl` (required) and `allowInsecureHttp` are core's. */
export const config = Type.Object(
  {
    /** The permanent "Authentication password" from the panel's settings, which tokens are given for. */
    password: Type.String({ minLength: 1, writeOnly: true }),
    /** The currencies that the panel pays out in, ISO 4217; default GBP and PLN, which the documentation names. */
    currencies: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Z]{3}$' }), { minItems: 1, maxItems: 32, uniqueItems: true }),
    ),
    /**
     * A fuse for large payouts: above an amount they can be collected only some minutes after they were made, so that one
     * of unknown outcome can still be found and cancelled.
     */
    fuse: Type.Optional(
      Type.Object(
        {
          /** In major units of the payout's currency, as text. */
          above: Type.String({ pattern: '^(0|[1-9][0-9]{0,14})([.][0-9]{1,2})?$' }),
          minutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** The settings of a Billon account. */
export type BillonConfig = Static<typeof config>
