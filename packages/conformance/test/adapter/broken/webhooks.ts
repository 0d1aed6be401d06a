import type { Notice, PayinAnswer } from '@polyrail/core'
import { acme, type Acme } from '../acme/adapter.js'
import { read, toldBy } from '../acme/webhooks.js'
import { acmeSubject, acmeWorld } from '../acme/world.js'
import { broken, withWebhooks, type Broken } from './broken.js'

const reading = (change: (notice: Notice, payload: string) => Notice): Partial<Acme> =>
  withWebhooks(() => ({
    read: (payload) => {
      const notice = read(payload)
      return notice && change(notice, payload)
    },
  }))

/** Something else in what is said of charges. */
const charging = (change: (answer: PayinAnswer) => PayinAnswer): Partial<Acme> =>
  reading((notice) =>
    notice.about !== 'payin' || notice.answer === undefined ? notice : { ...notice, answer: change(notice.answer) },
  )

/** A payload in which a thing without a state has one. */
const withState = (payload: string): string => {
  const { thing, ...others } = toldBy(payload)
  const stated = typeof thing === 'object' ? { state: 'lapsed', ...thing } : thing
  return JSON.stringify({ ...others, thing: stated })
}

/** A payload in which a thing without an amount has the usual one. */
const withAmount = (payload: string): string => {
  const { thing, ...others } = toldBy(payload)
  return JSON.stringify({ ...others, thing: typeof thing === 'object' ? { cents: 4590, ...thing } : thing })
}

/** Copied in the careless way, in which `__proto__` is the prototype. */
const inheritedToo = (payload: string): string => {
  const { thing, ...others } = toldBy(payload)
  if (typeof thing !== 'object' || thing === null) return payload
  const copied: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(thing)) copied[name] = value
  const all: Record<string, unknown> = {}
  for (const name in copied) all[name] = copied[name]
  return JSON.stringify({ ...others, thing: all })
}

const believed: readonly Broken[] = [
  broken(
    { does: 'takes a payout for a payin', caughtBy: 'webhook.told', says: /the kind of object that it is \(`about`\)/ },
    reading((notice) => ({ ...notice, about: 'payin' }) as Notice),
  ),
  broken(
    { does: 'says that what it is told is none of its own', caughtBy: 'webhook.told', says: /its table of events/ },
    withWebhooks(() => ({ read: (payload) => (read(payload)?.about === 'token' ? undefined : read(payload)) })),
  ),
  broken(
    { does: 'knows bodies of one line only', caughtBy: 'webhook.bodies', says: /written in lines, came to not_ours/ },
    withWebhooks(() => ({ read: (payload) => (payload.includes('\n') ? undefined : read(payload)) })),
  ),
  broken(
    { does: 'gives the id of a delivery for that of the object', caughtBy: 'webhook.told', says: /status is/ },
    reading((notice, payload) => {
      const providerId = String(toldBy(payload).delivery)
      return { ...notice, answer: { ...notice.answer, providerId } } as Notice
    }),
  ),
  broken(
    { does: 'asks, though what it is told is signed', caughtBy: 'webhook.told', says: /`read` gives no `answer`/ },
    reading(({ answer: _, ...notice }) => notice),
  ),
  broken(
    {
      does: 'gives no reference, so that nothing unknown is found',
      caughtBy: 'webhook.resolves',
      says: /the `reference` where it is repeated/,
    },
    reading(({ reference: _, ...notice }) => notice),
  ),
  broken(
    {
      does: 'has another table of statuses for what it is told',
      caughtBy: 'webhook.words',
      says: /that is told to be 'lapsed': status is 'canceled', expected 'expired'/,
    },
    charging((answer) => (answer.status === 'expired' ? { ...answer, status: 'canceled' } : answer)),
  ),
  broken(
    {
      does: 'takes a status that it does not know for success',
      caughtBy: 'webhook.letters',
      says: /The unknown is never a default/,
    },
    charging((answer) => (answer.reason?.code === 'unrecognized_status' ? { ...answer, status: 'succeeded' } : answer)),
  ),
  broken(
    {
      does: 'leaves out what a read has',
      caughtBy: 'webhook.alike',
      says: /is not what a read of it says: fee is.*use one mapping/,
    },
    reading((notice) =>
      notice.about === 'payout' && notice.answer !== undefined
        ? { ...notice, answer: { ...notice.answer, fee: undefined } }
        : notice,
    ),
  ),
  broken(
    {
      does: 'forgets which part was returned',
      caughtBy: 'webhook.answers',
      says: /settled, and a part returned.*amountRefunded/,
    },
    charging(({ amountRefunded: _, ...answer }) => answer),
  ),
  broken(
    {
      does: 'forgets the amount',
      caughtBy: 'webhook.other-amount',
      says: /of another amount.*what the provider repeats/,
    },
    charging(({ amount: _, ...answer }) => answer),
  ),
  broken(
    {
      does: 'does not miss an amount',
      caughtBy: 'webhook.no-amount',
      says: /without its amount was applied.*so that the provider is asked/,
    },
    withWebhooks(() => ({ read: (payload) => read(withAmount(payload)) })),
  ),
  broken(
    {
      does: 'forgets the reference',
      caughtBy: 'webhook.other-reference',
      says: /of another reference.*what the provider repeats/,
    },
    reading((notice) => ({ ...notice, answer: { ...notice.answer, reference: undefined } }) as Notice),
  ),
  broken(
    {
      does: 'believes a number that has lost a digit',
      caughtBy: 'webhook.almost-the-amount',
      says: /more digits than a number holds/,
    },
    withWebhooks(() => ({ read: (payload) => read(payload.replaceAll(/\.0{10,}1/g, '')) })),
  ),
  broken(
    {
      does: 'throws where it only has to ask',
      caughtBy: 'webhook.doubtful',
      says: /came to 'unreadable' \(poison\), expected asked/,
    },
    reading((notice) => {
      if (notice.answer === undefined) throw new Error('A number has lost a digit')
      return notice
    }),
  ),
  broken(
    {
      does: 'makes up a status where none is told',
      caughtBy: 'webhook.partial',
      says: /became expired by a delivery in which state is/,
    },
    withWebhooks(() => ({ read: (payload) => read(withState(payload)) })),
  ),
]

const strange: readonly Broken[] = [
  broken(
    {
      does: 'throws for what is none of its own',
      caughtBy: 'webhook.not-ours',
      says: /expected not_ours.*throw for nothing that the provider documents/,
    },
    withWebhooks(() => ({
      read: (payload) => {
        const notice = read(payload)
        if (notice === undefined) throw new Error('What is that?')
        return notice
      },
    })),
  ),
  broken(
    {
      does: 'takes what it cannot read for none of its own',
      caughtBy: 'webhook.unreadable',
      says: /expected unreadable. Throw in `read`/,
    },
    withWebhooks(() => ({
      read: (payload) => {
        try {
          return read(payload)
        } catch {
          return undefined
        }
      },
    })),
  ),
  broken(
    {
      does: 'reads what a payload only inherits',
      caughtBy: 'webhook.inherited',
      says: /whose fields all stand in __proto__ came to|by fields that a payload only inherits/,
    },
    withWebhooks(() => ({ read: (payload) => read(inheritedToo(payload)) })),
  ),
]

const { tells: _, ...untold } = acmeWorld.customers

const untried: Broken = {
  ...{
    does: 'is told of by no sample',
    caughtBy: 'webhook.present',
    says: /add `tells` to all that the provider tells of/,
  },
  subject: acmeSubject(acme, { ...acmeWorld, payins: {}, payouts: {}, tokens: {}, customers: untold }),
}

/** Adapters that make the wrong thing of what they are told. */
export const brokenWebhooks: readonly Broken[] = [...believed, ...strange, untried]
