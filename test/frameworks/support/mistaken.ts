import { createServer, type Server } from 'node:http'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import type { INestApplication } from '@nestjs/common'
import expressOf from 'express'
import { fastify as fastifyOf, type FastifyInstance } from 'fastify'
import { Hono } from 'hono'
import { NestFactory } from '@nestjs/core'
import { merchant, type Opened } from '../nest/server.js'

// The applications of the guide as many people write them first: something has parsed the body before it is looked at.

export const express = (payments: Opened): Server => {
  const app = expressOf()
  app.use(expressOf.json())
  app.use('/webhooks', payments.webhooks.nodeHandler())
  return createServer(app)
}

export const fastify = (payments: Opened): FastifyInstance => {
  const app = fastifyOf()
  const take = payments.webhooks.nodeHandler()
  app.post('/webhooks/:provider', (request, reply) => {
    reply.hijack()
    take(request.raw, reply.raw)
  })
  return app
}

export const hono = (payments: Opened): ServerType => {
  const app = new Hono()
  app.use(async ({ req }, next) => {
    await req.json()
    await next()
  })
  const take = payments.webhooks.handler()
  app.post('/webhooks/:provider', ({ req }) => take(req.raw))
  return createAdaptorServer({ fetch: app.fetch })
}

export const nest = (payments: Opened): Promise<INestApplication> => NestFactory.create(merchant(payments))
