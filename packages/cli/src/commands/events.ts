import type { SubscriberState } from '@polyrail/core'
import { CliError } from '../command.js'
import { payloadLines, subscriberLines, untoldLines, withoutPayload } from '../events/show.js'
import { platformCommand, text, type Asked } from '../platform/command.js'

const subscribers = async ({ payments, values, screen }: Asked): Promise<void> => {
  const merchant = text(values, 'merchant')
  const all = await payments.events.subscribers()
  const found = merchant === undefined ? all : all.filter((subscriber) => subscriber.merchant === merchant)
  if (values['json'] === true) {
    for (const subscriber of found) screen.line(JSON.stringify(subscriber))
    return
  }
  for (const line of subscriberLines(found, screen)) screen.line(line)
  screen.line(found.length === 0 ? 'No subscribers.' : `${String(found.length)}.`)
}

const untold = async (asked: Asked): Promise<void> => {
  const { payments, values, screen } = asked
  const found = await payments.events.untold(await knownName(asked))
  if (values['json'] === true) {
    const shown = values['payload'] === true ? found : found.map(withoutPayload)
    for (const event of shown) screen.line(JSON.stringify(event))
    return
  }
  for (const line of untoldLines(found, screen)) screen.line(line)
  if (values['payload'] === true) for (const line of payloadLines(found, screen)) screen.line(line)
  screen.line(found.length === 0 ? 'No untold events.' : `${String(found.length)} untold.`)
}

const retry = async (asked: Asked): Promise<void> => {
  const { payments, operands, values, screen } = asked
  const name = await knownName(asked)
  const event = operands[1] ?? ''
  await payments.events.retry(name, event)
  if (values['json'] === true) screen.line(JSON.stringify({ retried: true, ...keyOf(asked), event }))
  else screen.line(`${name} will be told ${event} once more.`)
}

const unsubscribe = async (asked: Asked): Promise<void> => {
  const { payments, values, screen } = asked
  const name = await knownName(asked)
  await payments.events.unsubscribe(name)
  if (values['json'] === true) screen.line(JSON.stringify({ unsubscribed: true, ...keyOf(asked) }))
  else screen.line(`${name} is forgotten, with what was kept for it alone.`)
}

const keyOf = ({ operands: [name = ''], values }: Asked) => {
  const merchant = text(values, 'merchant')
  return { name, ...(merchant === undefined ? {} : { merchant }) }
}

/** The library takes any name, since one that is not subscribed has missed nothing; a person has mistyped it. */
const knownName = async (asked: Asked): Promise<string> => {
  const { name, merchant } = keyOf(asked)
  const namesakes = (await asked.payments.events.subscribers()).filter((subscriber) => subscriber.name === name)
  if (namesakes.some((subscriber) => subscriber.merchant === merchant)) return name
  const ways = namesakes.map((other) => (other.merchant === undefined ? 'without' : 'with') + merchantOption(other))
  const whose = merchant === undefined ? 'of all merchants' : `of the merchant ${merchant}`
  const other = ways.length === 0 ? '' : `; there is one ${ways.join(', and one ')}`
  throw new CliError(`there is no subscriber ${name} ${whose}${other}`, { exitCode: 1 })
}

const merchantOption = ({ merchant }: SubscriberState): string =>
  ` --merchant${merchant === undefined ? '' : ` ${merchant}`}`

const NAME = 'the name of a subscriber'

export const events = platformCommand({
  name: 'events',
  operands: 'subscribers|untold|retry|unsubscribe [NAME [EVENT_ID]]',
  about: 'Look after what subscribers are told.',
  options: {
    merchant: {
      type: 'string',
      placeholder: 'NAME',
      about: 'Subscribers that are told of this merchant alone; of all if absent.',
    },
    payload: { type: 'boolean', about: 'untold: with the objects as they were, which hold personal data.' },
  },
  verbs: {
    subscribers: { run: subscribers },
    untold: { operands: [NAME], options: ['payload'], run: untold },
    retry: { operands: [NAME, 'the id of an event'], run: retry },
    unsubscribe: { operands: [NAME], run: unsubscribe },
  },
})
