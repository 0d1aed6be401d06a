import assert from 'node:assert/strict'
import { createPayments } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palomma } from '@polyrail/palomma'
import { startSimulator } from '@polyrail/simulators'
import { paymentLink } from '../support/commands.js'
import { nextProject, type NextProject } from './support/next-project.js'
import { eventually, pay } from './support/merchant.js'

// Next's application of the guide: installed in a folder of its own from packed packages, built by each of its bundlers,
// started, and called back. `npm run test:frameworks`; it needs a registry for Next itself.

const KEY = 'simulated-integrity-key'

const PARSED = /was read before it came here.*Put the handler before whatever parses bodies/
const SHORT = /headers of 65536 bytes, and the server takes 16384/

const check = async (project: NextProject, bundler: string): Promise<void> => {
  const builtMs = await project.build(bundler)
  const longHeaders = { options: '--max-http-header-size=65536' }
  const unpaid = { becomes: 'pending' }
  const listeningMs = await aLife(project, { ...longHeaders, answers: [200, 200], becomes: 'succeeded' })
  await aLife(project, { ...unpaid, answers: [431, 431], warns: SHORT })
  await aLife(project, { ...longHeaders, ...unpaid, forged: true, answers: [401, 401] })
  await aLife(project, { ...longHeaders, ...unpaid, path: '/parsed', answers: [500, 500], warns: PARSED })
  console.log(`${bundler}: built in ${seconds(builtMs)}, listening after ${seconds(listeningMs)}; answers as expected`)
}

interface Life {
  /** What Node is started with. */
  readonly options?: string
  readonly path?: string
  /** The callbacks are signed with another key; else they have long headers. */
  readonly forged?: true
  readonly answers: readonly number[]
  readonly becomes: string
  readonly warns?: RegExp
}

/** One life of the server, with one payin that is paid; the time that it took to listen. */
const aLife = async (
  project: NextProject,
  { options = '', path = '/webhooks', forged, answers, becomes, warns }: Life,
): Promise<number> => {
  await using simulator = await startSimulator('palomma')
  const journal = project.newJournal()
  await using server = await project.start({
    NODE_OPTIONS: options,
    JOURNAL: journal,
    PALOMMA_API_KEY: 'any',
    PALOMMA_INTEGRITY_KEY: KEY,
    PALOMMA_URL: simulator.url,
  })
  // The payin is made by another process than the one that is called back, over the same journal.
  await using payments = await createPayments({
    journal: sqliteJournal({ path: journal }),
    recovery: false,
    providers: [palomma({ apiKey: 'any', integrityKey: KEY, baseUrl: simulator.url })],
  })
  const reference = 'order-1'
  await payments.payins.create(paymentLink(reference))
  simulator.callbacks.sendTo(`${server.url}${path}/palomma`)
  const callback =
    forged === true ? ({ kind: 'forged' } as const) : ({ kind: 'oversize-header', bytes: 40_960 } as const)
  simulator.faults.add({ callback, times: 'always' })
  const asked = simulator.requests.length
  assert.deepEqual(await pay(simulator), answers, server.output())
  const statusNow = async () => (await payments.payins.retrieve({ reference }))?.status
  await eventually(async () => (await statusNow()) === becomes)
  assert.equal(simulator.requests.length, asked, 'it was the callback that told')
  // The library in Next's process warns when the handler is made, which is with the first delivery.
  if (warns !== undefined) await warned(server.url, server.output, warns)
  return server.listeningAfterMs
}

const warned = async (url: string, output: () => string, warns: RegExp): Promise<void> => {
  await fetch(`${url}/webhooks/palomma`, { method: 'POST' })
  await eventually(async () => warns.test(output()))
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

await using project = await nextProject(new URL('next/', import.meta.url))
// As many write it first.
await project.copyRoute('parsed', (source) =>
  source.replace('  opened ??= open()', '  console.log(typeof (await request.json()))\n  opened ??= open()'),
)
console.log(`Next ${project.version}, React ${project.react}: installed in ${seconds(project.installedMs)}`)
for (const bundler of ['--turbopack', '--webpack']) await check(project, bundler)
