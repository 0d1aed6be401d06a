import { failuresPage } from '../../scripts/generate-docs.js'

/** What may be done after a failure, in core's words. */
export type Action = 'not_sent' | 'refused' | 'unknown' | 'repeat' | 'back_off' | 'authenticate'

const RESTS_ON_PROOF = 'the reference may be used again'

/** What the page says of a read, by the action that it stands for. */
const READS: Readonly<Record<string, Action>> = {
  'asked again, up to three times, then throws': 'repeat',
  'throws the error': 'refused',
  'one new token, one repeat, then throws `AuthenticationError`': 'authenticate',
  'asked again after a pause, then throws `RateLimitedError`': 'back_off',
}

/** What it says of a call that creates something. */
const WRITES: Readonly<Record<string, Action>> = {
  [`throws \`ProviderUnavailableError\`; ${RESTS_ON_PROOF}`]: 'not_sent',
  [`throws the error; ${RESTS_ON_PROOF}`]: 'refused',
  [`one new token, one new attempt, then throws \`AuthenticationError\`; ${RESTS_ON_PROOF}`]: 'authenticate',
  "`status: 'unknown'`; never sent again": 'unknown',
  "`status: 'unknown'`, unless the adapter knows that the provider counts before it executes: then throws `RateLimitedError`":
    'back_off',
}

const meaning = (table: Readonly<Record<string, Action>>, text: string): Action => {
  const action = table[text]
  if (action === undefined) throw new Error(`the matrix does not know what this means: ${text}`)
  return action
}

/** Core's own table, by way of the page that is generated from it: tests may not reach into core. */
export const ACTIONS: ReadonlyMap<string, { readonly read: Action; readonly write: Action }> = new Map(
  [...failuresPage().matchAll(/^\| `(\w+)` \| .+ \| (.+) \| (.+) \|$/gm)].map(
    ([, failure = '', read = '', write = '']) => [
      failure,
      { read: meaning(READS, read), write: meaning(WRITES, write) },
    ],
  ),
)
