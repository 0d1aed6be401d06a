import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ServerType } from '@hono/node-server'
import { Logger, type INestApplication } from '@nestjs/common'
import expressOf from 'express'
import type { FastifyInstance } from 'fastify'
import { merchantServer as express } from '../express/server.js'
import { merchantServer as fastify } from '../fastify/server.js'
import { merchantServer as hono } from '../hono/server.js'
import { merchantServer as nest, type Opened } from '../nest/server.js'
import * as mistaken from './mistaken.js'

/** A server that listens. */
interface Running {
  readonly url: string
  readonly close: () => Promise<void>
}

type Start = (payments: Opened) => Promise<Running>

export interface Application {
  readonly name: string
  readonly start: Start
  /** The same with something in front that parses JSON. */
  readonly startMistaken: Start
  /** Its server is created with room for long headers; else Node has to be started for them. */
  readonly hasRoom: boolean
}

const nodes =
  (make: (payments: Opened) => ServerType): Start =>
  async (payments) => {
    const server = make(payments)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return {
      url: `http://127.0.0.1:${port}`,
      close: () => new Promise((resolve) => void server.close(() => resolve())),
    }
  }

const fastifies =
  (make: (payments: Opened) => FastifyInstance): Start =>
  async (payments) => {
    const app = make(payments)
    return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
  }

const nests =
  (make: (payments: Opened) => Promise<INestApplication>): Start =>
  async (payments) => {
    Logger.overrideLogger(false)
    const app = await make(payments)
    await app.listen(0, '127.0.0.1')
    return { url: await app.getUrl(), close: () => app.close() }
  }

export const APPLICATIONS: readonly Application[] = [
  { name: 'Express', hasRoom: true, start: nodes(express), startMistaken: nodes(mistaken.express) },
  { name: 'Fastify', hasRoom: true, start: fastifies(fastify), startMistaken: fastifies(mistaken.fastify) },
  { name: 'Hono', hasRoom: true, start: nodes(hono), startMistaken: nodes(mistaken.hono) },
  { name: 'Nest', hasRoom: false, start: nests(nest), startMistaken: nests(mistaken.nest) },
]

/** Express with the bytes of every body kept in front. */
export const startRaw = nodes(({ webhooks }) => {
  const app = expressOf()
  app.use(expressOf.raw({ type: '*/*' }))
  app.use('/webhooks', webhooks.nodeHandler())
  return createServer(app)
})
