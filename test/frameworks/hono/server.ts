import { createAdaptorServer, type ServerType } from '@hono/node-server'
import type { Payments } from '@polyrail/core'
import { Hono } from 'hono'

export const merchantServer = ({ webhooks }: Pick<Payments, 'webhooks'>): ServerType => {
  const app = new Hono()
  const take = webhooks.handler({ maxHeaderBytes: 65_536 })
  // Before any middleware that reads bodies: what is signed are the bytes as they came.
  app.post('/webhooks/:provider', ({ req }) => take(req.raw))
  return createAdaptorServer({ fetch: app.fetch, serverOptions: { maxHeaderSize: 65_536 } })
}
