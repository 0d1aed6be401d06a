import type { HttpRequest, Permission } from '../../src/index.js'

const TIMEOUTS = { connectMs: 1_000, headersMs: 150, bodyIdleMs: 100, bodyTotalMs: 250 }

/** An order for a transport, with the shortest times that a busy machine keeps. */
export const order = (baseUrl: string, over: Partial<HttpRequest> = {}): HttpRequest => ({
  baseUrl,
  method: 'POST',
  path: '/charges',
  headers: { 'content-type': 'application/json', 'content-length': '7' },
  body: '{"a":1}',
  fresh: true,
  timeouts: TIMEOUTS,
  ...over,
})

export const granted: Permission = { granted: true, stillValid: () => true }

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
