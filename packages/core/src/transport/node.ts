import { Exchange } from './exchange.js'
import { Origins } from './origins.js'
import type { HttpTransport } from './port.js'

/** The default transport: one exchange over node:http for each request, and nothing between. */
export const nodeTransport = (): HttpTransport => {
  const origins = new Origins()
  return {
    send: (request) => new Exchange(request).run(origins.of(request.baseUrl)),
    close: () => origins.close(),
  }
}
