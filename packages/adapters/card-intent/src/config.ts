import { Type, type Static } from '@polyrail/core'

/** The settings of an account; `name`, `baseUrl`, `environment` and `allowInsecureHttp` are core's. */
export const config = Type.Object(
  {
    /** Also the account id that the hosted page is opened with, so it is no secret. */
    clientId: Type.String({ minLength: 1, maxLength: 255, pattern: '^[!-~]+$' }),
    clientSecret: Type.String({ minLength: 1, writeOnly: true }),
    /** Where the hosted page is; default: that of the environment. Brands of the platform have their own. */
    checkoutUrl: Type.Optional(
      Type.String({ pattern: '^(https://|http://(localhost|127[.][0-9.]+|\\[::1\\])[:/])[^\\s?#]*$' }),
    ),
    /** Take raw card data in commands. It needs a certified platform (PCI DSS); the hosted page does not. */
    allowRawCards: Type.Optional(Type.Boolean()),
    /** The currencies of the account, ISO 4217; default EUR and USD, which the documentation names. */
    currencies: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Z]{3}$' }), { minItems: 1, maxItems: 200, uniqueItems: true }),
    ),
  },
  { additionalProperties: false },
)

/** The settings of an account. */
export type CardIntentConfig = Static<typeof config>
