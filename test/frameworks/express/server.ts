import { createServer, type Server } from 'node:http'
import type { Payments } from '@polyrail/core'
import express from 'express'

export const merchantServer = ({ webhooks }: Pick<Payments, 'webhooks'>): Server => {
  const app = express()
  // Before every parser: what is signed are the bytes as they came.
  app.use('/webhooks', webhooks.nodeHandler({ maxHeaderBytes: 65_536 }))
  app.use(express.json())
  return createServer({ maxHeaderSize: 65_536 }, app)
}
