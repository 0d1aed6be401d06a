import 'reflect-metadata'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  Controller,
  Inject,
  Module,
  Post,
  Req,
  Res,
  type DynamicModule,
  type INestApplication,
  type OnApplicationShutdown,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Payments, type NodeHandler } from '@polyrail/core'

export type Opened = Pick<Payments, 'webhooks' | 'close'>

@Controller('webhooks')
class Webhooks {
  readonly #take: NodeHandler

  constructor(@Inject(Payments) payments: Opened) {
    this.#take = payments.webhooks.nodeHandler()
  }

  @Post(':provider')
  receive(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.#take(request, response)
  }
}

@Module({ controllers: [Webhooks] })
class Merchant implements OnApplicationShutdown {
  readonly #payments: Opened

  constructor(@Inject(Payments) payments: Opened) {
    this.#payments = payments
  }

  onApplicationShutdown(): Promise<void> {
    return this.#payments.close()
  }
}

export const merchant = (payments: Opened): DynamicModule => ({
  module: Merchant,
  providers: [{ provide: Payments, useValue: payments }],
})

/** What is signed are the bytes as they came: `rawBody` keeps them beside what Nest has parsed. */
export const merchantServer = (payments: Opened): Promise<INestApplication> =>
  NestFactory.create(merchant(payments), { rawBody: true })
