import type { SubscriberState, UntoldEvent } from '@polyrail/core'
import type { Screen } from '../screen/screen.js'
import { tableLines } from '../screen/table.js'
import { visible } from '../screen/visible.js'

/** A table of subscribers, for a terminal. */
export const subscriberLines = (subscribers: readonly SubscriberState[], screen: Screen): readonly string[] =>
  table(
    ['Subscriber', 'Merchant', 'Behind'],
    subscribers.map(({ name, merchant = 'all', behind }) => [name, merchant, String(behind)]),
    screen,
  )

/** A table of events that a subscriber was not told, for a terminal. */
export const untoldLines = (untold: readonly UntoldEvent[], screen: Screen): readonly string[] =>
  table(
    ['Event', 'Type', 'Object', 'Occurred', 'Tries', 'Next try', 'Cause'],
    untold.map(({ event: { id, type, object, occurredAt }, tries, nextTryAt = 'given up', cause }) => [
      ...[id, type, object.id, occurredAt],
      ...[String(tries), nextTryAt, visible(cause)],
    ]),
    screen,
  )

/** The objects as they were then. */
export const payloadLines = (untold: readonly UntoldEvent[], screen: Screen): readonly string[] =>
  untold.flatMap(({ event: { id, object } }) => [
    '',
    screen.style('bold', id),
    ...JSON.stringify(object, undefined, 2).split('\n').map(visible),
    '',
  ])

const table = (head: readonly string[], rows: readonly (readonly string[])[], screen: Screen): readonly string[] => {
  if (rows.length === 0) return []
  const bold = (text: string): string => screen.style('bold', text)
  return tableLines([
    head.map((text) => ({ text, paint: bold })),
    ...rows.map((cells) => cells.map((text) => ({ text }))),
  ])
}

/** All but the object as it was then, which holds names and account numbers. */
export const withoutPayload = ({ event: { object, ...event }, ...rest }: UntoldEvent) => ({
  event: { ...event, object: { id: object.id } },
  ...rest,
})
