/** Writes the pages of the docs that follow from code. `test/docs` fails when they are not up to date. */
import { writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { adapters } from './adapters.js'
import { CAPABILITIES_PAGE, capabilitiesPage, plannedReport } from './capabilities-page.js'
import { ACTIONS, type Action, type Failure } from '../packages/core/src/engine/classify.js'

const FAILURES: Readonly<Record<Failure, string>> = {
  not_written: 'no name, refused or reset connection, a socket that broke before the request was handed over',
  tls_failed: 'no TLS connection, or not with the right host',
  no_answer: 'no head of an answer in time, or a reset after the request was handed over',
  cut_answer: 'the body stopped, broke off, or is larger than 1 MiB',
  refused: 'a refusal in the form that the provider documents',
  unauthorized: 'a 401 in that form',
  rate_limited: 'a 429',
  foreign_refusal: 'a 4xx in any other form (a proxy, a firewall, HTML), and every 408, 409, 425 and 499',
  server_error: 'a 3xx or 5xx',
  malformed: 'a 2xx whose body is not what the endpoint answers',
}

const MEANINGS: Readonly<Record<Action, { readonly read: string; readonly write: string }>> = {
  not_sent: { read: '', write: 'throws `ProviderUnavailableError`; the reference may be used again' },
  refused: { read: 'throws the error', write: 'throws the error; the reference may be used again' },
  unknown: { read: '', write: "`status: 'unknown'`; never sent again" },
  repeat: { read: 'asked again, up to three times, then throws', write: '' },
  back_off: {
    read: 'asked again after a pause, then throws `RateLimitedError`',
    write:
      "`status: 'unknown'`, unless the adapter knows that the provider counts before it executes: then throws `RateLimitedError`",
  },
  authenticate: {
    read: 'one new token, one repeat, then throws `AuthenticationError`',
    write: 'one new token, one new attempt, then throws `AuthenticationError`; the reference may be used again',
  },
}

/** The table that core acts by, as a page. */
export const failuresPage = (): string => `# What is done after each failure

Generated from the table in \`packages/core/src/engine/classify.ts\` by \`npm run docs\`.

| failure | what happened | a read | a call that creates something |
| --- | --- | --- | --- |
${(Object.keys(ACTIONS) as Failure[])
  .map((failure) => {
    const { read, write } = ACTIONS[failure]
    return `| \`${failure}\` | ${FAILURES[failure]} | ${MEANINGS[read].read} | ${MEANINGS[write].write} |`
  })
  .join('\n')}

Two more outcomes are \`unknown\`: an answer that repeats another reference or amount than was sent, and an operation
whose process died after it had written down that it was about to send.
`

/** What is on the pages, by their path in the repository. */
export const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  [CAPABILITIES_PAGE]: async () => capabilitiesPage((await adapters()).map((each) => plannedReport(...each))),
  'docs/reference/failures.md': failuresPage,
}

export const formatted = async (path: string, text: string): Promise<string> =>
  format(text, { ...(await resolveConfig(path)), filepath: path })

if (process.argv[1]?.endsWith('generate-docs.ts') === true) {
  for (const [path, page] of Object.entries(pages)) await writeFile(path, await formatted(path, await page()))
}
