import type { Webhook } from '@polyrail/core'
import type { Screen } from '../screen/screen.js'
import { tableLines } from '../screen/table.js'
import { visible } from '../screen/visible.js'

type Facts = Omit<Webhook, 'payload'>

/** All but what the provider has sent, which holds names and account numbers. */
export const factsOf = ({ payload: _, ...facts }: Webhook): Facts => facts

/** A table of deliveries, for a terminal. */
export const listLines = (webhooks: readonly Facts[], screen: Screen): readonly string[] => {
  if (webhooks.length === 0) return []
  const bold = (text: string): string => screen.style('bold', text)
  const head = ['Webhook', 'Status', 'Provider', 'Cause', 'Tries', 'Received', 'Next try']
  return tableLines([
    head.map((text) => ({ text, paint: bold })),
    ...webhooks.map(({ id, status, provider, cause = '', tries, receivedAt, nextTryAt = '' }) =>
      [id, status, provider, visible(cause), String(tries), receivedAt, nextTryAt].map((text) => ({ text })),
    ),
  ])
}

/** Everything about one of them; what was sent only where that is asked for. */
export const webhookLines = (
  webhook: Webhook,
  { screen, showsPayload }: { readonly screen: Screen; readonly showsPayload: boolean },
): readonly string[] => {
  const facts = Object.entries(factsOf(webhook)).map(([name, value]) => [
    { text: name },
    { text: visible(String(value)) },
  ])
  const { payload } = webhook
  if (payload === '') return tableLines([...facts, [{ text: 'payload' }, { text: 'forgotten' }]])
  if (!showsPayload) {
    const size = `${String(payload.length)} characters; --payload shows them`
    return tableLines([...facts, [{ text: 'payload' }, { text: size }]])
  }
  const lines = payload.split(/\r?\n/).map((line) => `  ${visible(line)}`)
  return [...tableLines(facts), '', screen.style('bold', 'Payload'), ...lines]
}
