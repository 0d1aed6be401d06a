import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../errors.js'

/** The check of `Authorization: Bearer <key>`. Takes every key, or only the one that is given; `raw` also takes it bare. */
export function bearerCheck(
  apiKey: string | undefined,
  message: string,
  { raw = false } = {},
): (headers: IncomingHttpHeaders) => void {
  return ({ authorization = '' }) => {
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? (raw ? /^\S+$/.exec(authorization)?.[0] : undefined)
    if (key === undefined || (apiKey !== undefined && key !== apiKey)) throw new Refusal(401, message)
  }
}
