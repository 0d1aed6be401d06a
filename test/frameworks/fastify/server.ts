import type { Payments } from '@polyrail/core'
import { fastify, type FastifyInstance } from 'fastify'

export const merchantServer = ({ webhooks }: Pick<Payments, 'webhooks'>): FastifyInstance => {
  const app = fastify({ http: { maxHeaderSize: 65_536 } })
  const take = webhooks.nodeHandler({ maxHeaderBytes: 65_536 })
  // A scope of its own, in which nothing is parsed: what is signed are the bytes as they came.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.post('/webhooks/:provider', (request, reply) => {
      reply.hijack()
      take(request.raw, reply.raw)
    })
  })
  return app
}
