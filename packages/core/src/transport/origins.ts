import http from 'node:http'
import https from 'node:https'

/** Where a provider account is, taken apart once. */
export interface Origin {
  readonly secure: boolean
  readonly hostname: string
  readonly port: number
  readonly basePath: string
  /** Keeps connections for the next request. */
  readonly kept: http.Agent | https.Agent
  /** Opens one for each request and closes it afterwards. */
  readonly fresh: http.Agent | https.Agent
}

/** The origins of one transport by base URL, each with connections of its own. */
export class Origins {
  readonly #known = new Map<string, Origin>()

  of(baseUrl: string): Origin {
    const known = this.#known.get(baseUrl) ?? originOf(baseUrl)
    this.#known.set(baseUrl, known)
    return known
  }

  /** Lets go of idle connections. */
  close(): void {
    for (const { kept } of this.#known.values()) kept.destroy()
    this.#known.clear()
  }
}

const TLS = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const

const originOf = (baseUrl: string): Origin => {
  const url = new URL(baseUrl)
  const secure = url.protocol === 'https:'
  return {
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    basePath: url.pathname.replace(/\/+$/, ''),
    kept: secure ? new https.Agent({ keepAlive: true, ...TLS }) : new http.Agent({ keepAlive: true }),
    fresh: secure ? new https.Agent({ keepAlive: false, ...TLS }) : new http.Agent({ keepAlive: false }),
  }
}
