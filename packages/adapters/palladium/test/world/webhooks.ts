import type { WebhookWorld } from '@polyrail/conformance'

export const CALLBACK_TOKEN = 'callback-token-of-the-tests'

/** A token as a header, which says nothing of the body. */
export const webhooks: WebhookWorld = {
  trust: 'hint',
  secret: CALLBACK_TOKEN,
  otherSecret: 'another-callback-token',
  headers: ['x-callback-token'],
  seal: (_, secret) => ({ 'X-CALLBACK-TOKEN': secret }),
  others: [{ title: 'a withdrawal', body: { id: 'ffffffffffffffffffffffffffffffff', amount: 150000, status: 'done' } }],
}
