import type { Payments, Webhook } from '@polyrail/core'
import { CliError } from '../command.js'
import { platformCommand, text, type Asked } from '../platform/command.js'
import { factsOf, listLines, webhookLines } from '../webhooks/show.js'

const list = async ({ payments, values, screen }: Asked): Promise<void> => {
  const status = text(values, 'status')
  const theirs = payments.webhooks.list(status === undefined ? {} : { status: status as Webhook['status'] })
  if (values['json'] === true) {
    for await (const webhook of theirs) screen.line(JSON.stringify(factsOf(webhook)))
    return
  }
  const found: ReturnType<typeof factsOf>[] = []
  for await (const webhook of theirs) found.push(factsOf(webhook))
  const what = status === undefined ? '' : ` ${status}`
  for (const line of listLines(found, screen)) screen.line(line)
  screen.line(found.length === 0 ? `No${what} webhooks.` : `${String(found.length)}${what}.`)
}

const show = async ({ payments, operands: [id = ''], values, screen }: Asked): Promise<void> => {
  const webhook = await existing(payments, id)
  const showsPayload = values['payload'] === true
  if (values['json'] === true) {
    screen.line(JSON.stringify(showsPayload ? webhook : factsOf(webhook)))
    return
  }
  for (const line of webhookLines(webhook, { screen, showsPayload })) screen.line(line)
}

const replay = async (asked: Asked): Promise<void> => {
  const { payments, operands } = asked
  await payments.webhooks.replay(operands[0] ?? '')
  await show(asked)
}

const existing = async ({ webhooks: theirs }: Payments, id: string): Promise<Webhook> => {
  const webhook = await theirs.retrieve(id)
  if (webhook !== undefined) return webhook
  throw new CliError(`there is no webhook ${id}`, { exitCode: 1 })
}

const ID = ['the id of a webhook']

export const webhooks = platformCommand({
  name: 'webhooks',
  operands: 'list|show|replay [ID]',
  about: 'Look after what providers have sent.',
  options: {
    merchant: { type: 'string', placeholder: 'NAME', about: 'Whose webhooks; "default" if absent.' },
    status: {
      type: 'string',
      placeholder: 'STATUS',
      about: 'list: those that are waiting, done or poison; all if absent.',
    },
    payload: { type: 'boolean', about: 'show: with what was sent, which holds personal data.' },
  },
  verbs: {
    list: { options: ['status'], run: list },
    show: { operands: ID, options: ['payload'], run: show },
    replay: { operands: ID, asks: 'it applies the webhook, and may ask the provider', run: replay },
  },
})
