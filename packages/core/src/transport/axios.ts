import http from 'node:http'
import https from 'node:https'
import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosRequestConfig,
  type InternalAxiosRequestConfig,
} from 'axios'
import { Exchange, type Origin } from './exchange.js'
import type { HttpOutcome, HttpRequest, HttpTransport } from './port.js'

type Config = InternalAxiosRequestConfig & { readonly exchange: Exchange }

/**
 * The default transport: one hardened axios instance per base URL, over our own adapter on node:http, which is what
 * knows whether a byte was handed to a socket. Platforms add interceptors through `configure`; an interceptor must
 * not repeat a request.
 */
export const axiosTransport = (
  options: { readonly configure?: (instance: AxiosInstance) => void } = {},
): HttpTransport => {
  const clients = new Map<string, Client>()
  const clientOf = (baseUrl: string): Client => {
    const known = clients.get(baseUrl) ?? createClient(baseUrl)
    if (!clients.has(baseUrl)) {
      clients.set(baseUrl, known)
      options.configure?.(known.instance)
    }
    return known
  }
  return {
    send: (request) => send(clientOf(request.baseUrl), request),
    close: () => {
      for (const { origin } of clients.values()) origin.kept.destroy()
      clients.clear()
    },
  }
}

interface Client {
  readonly instance: AxiosInstance
  readonly origin: Origin
}

const send = async ({ instance }: Client, request: HttpRequest): Promise<HttpOutcome> => {
  const exchange = new Exchange(request)
  try {
    const config: AxiosRequestConfig & Pick<Config, 'exchange'> = {
      url: request.path,
      method: request.method,
      headers: { ...request.headers },
      exchange,
    }
    return (await instance.request<HttpOutcome>(config)).data
  } catch (error) {
    // An interceptor or axios itself gave up. Whether that was before or after the write, the exchange knows.
    return exchange.abandoned(error instanceof Error ? error : new Error('the request was given up'))
  }
}

const createClient = (baseUrl: string): Client => {
  const origin = originOf(baseUrl)
  const adapter: AxiosAdapter = async (config) => {
    const outcome = await (config as Config).exchange.run(origin)
    const status = outcome.kind === 'answered' ? outcome.status : 0
    return { data: outcome, status, statusText: '', headers: {}, config }
  }
  const instance = axios.create({
    adapter,
    baseURL: baseUrl,
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    proxy: false,
    responseType: 'arraybuffer',
    transformRequest: [],
    transformResponse: [],
    validateStatus: null,
  })
  return { instance, origin }
}

const originOf = (baseUrl: string): Origin => {
  const url = new URL(baseUrl)
  const secure = url.protocol === 'https:'
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const tls = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const
  return {
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    basePath: url.pathname.replace(/\/+$/, ''),
    kept: secure ? new https.Agent({ keepAlive: true, ...tls }) : new http.Agent({ keepAlive: true }),
    fresh: secure ? new https.Agent({ keepAlive: false, ...tls }) : new http.Agent({ keepAlive: false }),
  }
}
