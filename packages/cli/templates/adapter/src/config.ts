import { Type, type Static } from '@polyrail/core'

/** The settings of an account; `name`, `baseUrl`, `environment` and `allowInsecureHttp` are core's. */
export const config = Type.Object(
  {
    apiKey: Type.String({ minLength: 1, writeOnly: true }),
    /** What callbacks are signed with: two while one replaces the other. */
    webhookSecrets: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 2, writeOnly: true }),
    ),
  },
  { additionalProperties: false },
)

/** The settings of an account. */
export type AcmePayConfig = Static<typeof config>
