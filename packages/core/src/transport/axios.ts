import type { AxiosAdapter, AxiosInstance, AxiosRequestConfig, InternalAxiosRequestConfig } from 'axios'
import { Exchange } from './exchange.js'
import { Origins, type Origin } from './origins.js'
import type { HttpOutcome, HttpRequest, HttpTransport } from './port.js'

type Carried = { readonly exchange: Exchange }

/**
 * A transport through axios, for platforms that want its interceptors: one hardened instance per base URL, given to
 * `configure` once, over the same exchange as {@link nodeTransport}. What an interceptor changes of path, method,
 * headers or body does not reach the wire, and one that repeats a request gets the first one's outcome: what is sent,
 * and how often, is decided before.
 */
export const axiosTransport = ({
  configure = () => undefined,
}: { readonly configure?: (instance: AxiosInstance) => void } = {}): HttpTransport => {
  const origins = new Origins()
  const clients = new Map<string, Promise<AxiosInstance>>()
  const clientOf = (baseUrl: string): Promise<AxiosInstance> => {
    const known = clients.get(baseUrl) ?? createClient(baseUrl, origins.of(baseUrl), configure)
    clients.set(baseUrl, known)
    return known
  }
  return {
    send: async (request) => send(await clientOf(request.baseUrl), request),
    close: () => {
      origins.close()
      clients.clear()
    },
  }
}

const send = async (instance: AxiosInstance, request: HttpRequest): Promise<HttpOutcome> => {
  const exchange = new Exchange(request)
  try {
    const config: AxiosRequestConfig & Carried = {
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

const createClient = async (
  baseURL: string,
  origin: Origin,
  configure: (instance: AxiosInstance) => void,
): Promise<AxiosInstance> => {
  // Loaded on demand: it takes a tenth of a second, and who does not use it does not wait for it.
  const { default: axios } = await import('axios')
  const adapter: AxiosAdapter = async (config) => {
    const outcome = await (config as InternalAxiosRequestConfig & Carried).exchange.run(origin)
    const status = outcome.kind === 'answered' ? outcome.status : 0
    return { data: outcome, status, statusText: '', headers: {}, config }
  }
  const instance = axios.create({
    adapter,
    baseURL,
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    proxy: false,
    responseType: 'arraybuffer',
    transformRequest: [],
    transformResponse: [],
    validateStatus: null,
  })
  configure(instance)
  return instance
}
