import type { ProviderAccount } from '../adapter/account.js'
import type { Clock } from '../clock/clock.js'
import { TokenSource, type Authenticate, type OpenToken, type TokenStore } from '../transport/tokens.js'

/** What one attempt carries to say who sends it; `token` where it can be renewed. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>
  readonly token: OpenToken | undefined
}

export interface CredentialSource {
  /** Rejects, before anything is sent, where none can be had. */
  current(): Promise<Credentials>
  /** In place of refused ones; undefined where there are no others. */
  renewed(refused: Credentials): Promise<Credentials | undefined>
}

/** The credentials of an account; `login` makes the call that its adapter names for a new token. */
export const credentialsOf = (
  { name, baseUrl, authorization }: ProviderAccount,
  login: Authenticate,
  context: { readonly tokens: TokenStore; readonly clock: Clock; readonly random: () => number },
): CredentialSource => {
  if (authorization.type === 'static') {
    const credentials = { headers: { [authorization.header]: authorization.value.reveal() }, token: undefined }
    return { current: () => Promise.resolve(credentials), renewed: () => Promise.resolve(undefined) }
  }
  const { header, prefix, input } = authorization
  const secrets = Object.values(input).map((secret) => secret.reveal())
  const source = new TokenSource({ parts: [name, baseUrl], secrets }, login, { ...context, store: context.tokens })
  const carry = (token: OpenToken): Credentials => ({ headers: { [header]: prefix + token.token }, token })
  return {
    current: async () => carry(await source.current()),
    renewed: async ({ token }) => (token === undefined ? undefined : carry(await source.replace(token))),
  }
}
