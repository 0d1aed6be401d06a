/**
 * What a token says of itself if it is a JWT, else nothing. Its signature is not ours to verify, so the claims are no more
 * than a hint, of how long it lives for example.
 */
export const jwtClaims = (token: string): Readonly<Record<string, unknown>> => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    return typeof claims === 'object' && claims !== null ? { ...claims } : {}
  } catch {
    // No JWT after all, which is nowhere promised.
    return {}
  }
}
