import { Type, type Static } from '@polyrail/core'

// What cannot stand in a header would make every callback a forgery: a line feed from a file, for one.
const CallbackToken = Type.String({ minLength: 1, pattern: '^[!-~]+$' })

/** The settings of a Palladium account; `name`, `baseUrl`, `environment` and `allowInsecureHttp` are core's. */
export const config = Type.Object(
  {
    /** The secret key from the dashboard. Its form is not documented, except that it is printable. */
    apiKey: Type.String({ minLength: 1, pattern: '^[!-~]+$', writeOnly: true }),
    /** How the key travels: `Authorization: Bearer <key>` (the default) or the key alone. */
    authScheme: Type.Optional(Type.Enum(['bearer', 'raw'])),
    /** The token that callbacks carry; two of them while one replaces the other. */
    callbackToken: Type.Optional(
      Type.Union([CallbackToken, Type.Array(CallbackToken, { minItems: 1, maxItems: 2 })], { writeOnly: true }),
    ),
  },
  { additionalProperties: false },
)

/** The settings of a Palladium account. */
export type PalladiumConfig = Static<typeof config>
