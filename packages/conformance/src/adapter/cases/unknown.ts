import type { AdapterCase, Need } from '../case.js'
import { mustBeExecuted, sendsOf } from '../checks.js'
import { must, shown } from '../expect.js'
import { at, withFields } from '../proxy/edit.js'
import type { Answer, Fault } from '../proxy/fault.js'
import type { Stage } from '../stage.js'
import type { Target } from '../target.js'

/** A way in which a provider leaves us not knowing what it did. */
interface Silence {
  readonly id: string
  readonly title: string
  readonly fault: (target: Target) => Fault
  readonly needs?: readonly Need[]
  /** The provider never gets it. */
  readonly never?: true
  /** Longer than the provider may take. */
  readonly slow?: true
  readonly advice: string
}

/** Short, for the cases that wait for it. */
const TIMEOUT_MS = 400

const SILENT = 'A call that moves money is `effect: "once"`, and `refusal` recognises documented refusals only'
const UNREAD =
  'Require in the output schema of the endpoint, or check in the mapping, what proves that the answer is about this call'
const PROXY_PAGE = 'Recognise in `refusal` the provider’s own JSON only: a page of a proxy in between is no refusal'

const answering = (answer: Answer) => (): Fault => ({ answer })
const other = (status: number, body: unknown = '<html><body>Sorry</body></html>') =>
  answering({ kind: 'other', status, body, headers: status < 400 && status >= 300 ? { location: '/elsewhere' } : {} })

/** The object of the answer with other fields, made from what it has. */
const edited =
  (change: (object: Readonly<Record<string, unknown>>, target: Target) => object) =>
  (target: Target): Fault => ({
    answer: {
      kind: 'edited',
      edit: (body) => {
        const pointer = target.sends.object ?? ''
        const object = (at(body, pointer) ?? {}) as Readonly<Record<string, unknown>>
        return withFields(body, pointer, change(object, target))
      },
    },
  })

/** One more, in the form that it was in. */
const another = (value: unknown): unknown => (typeof value === 'number' ? value + 1 : `1${String(value)}`)

const SILENCES: readonly Silence[] = [
  { id: 'lost', title: 'the answer is lost', fault: answering({ kind: 'reset' }), advice: SILENT },
  {
    id: 'closed',
    title: 'the connection ends in place of an answer',
    fault: answering({ kind: 'close' }),
    advice: SILENT,
  },
  {
    id: 'never-arrived',
    title: 'the request is lost on its way',
    fault: () => ({ forward: 0, answer: { kind: 'reset' } }),
    never: true,
    advice: SILENT,
  },
  {
    id: 'no-answer',
    title: 'nobody answers',
    fault: () => ({ forward: 0, answer: { kind: 'silence' } }),
    never: true,
    slow: true,
    advice: SILENT,
  },
  {
    id: 'late',
    title: 'the answer comes too late',
    fault: answering({ kind: 'late', ms: 3 * TIMEOUT_MS }),
    slow: true,
    advice: SILENT,
  },
  { id: 'cut', title: 'the answer is cut in its body', fault: answering({ kind: 'cut' }), advice: SILENT },
  {
    id: 'half',
    title: 'half of the JSON is sent as if it were all',
    fault: answering({ kind: 'rewritten', rewrite: (text) => text.slice(0, text.length >> 1) }),
    advice: UNREAD,
  },
  {
    id: 'garbage',
    title: 'the answer is no JSON',
    fault: answering({ kind: 'rewritten', rewrite: () => 'OK' }),
    advice: UNREAD,
  },
  { id: 'empty', title: 'the answer is an empty object', fault: other(200, {}), advice: UNREAD },
  { id: 'html', title: 'a page is answered with 200', fault: other(200), advice: UNREAD },
  { id: 'moved', title: 'a redirect is answered', fault: other(301), advice: SILENT },
  ...[400, 403, 404, 422].map((status) => ({
    id: `page-${String(status)}`,
    title: `a proxy in between answers a page with ${String(status)}`,
    fault: other(status),
    advice: PROXY_PAGE,
  })),
  ...[408, 409, 425, 499, 500, 502, 503, 504].map((status) => ({
    id: `status-${String(status)}`,
    title: `${String(status)} is answered, as JSON`,
    fault: other(status, { message: 'Sorry', error: { message: 'Sorry', type: 'ERROR', code: 'error' } }),
    advice: 'A status that does not say whether anything was executed proves nothing, whatever its body says',
  })),
  {
    id: 'status-429',
    title: '429 is answered, which may come after the execution',
    fault: other(429, { message: 'Slow down', error: { message: 'Slow down', type: 'RATE' } }),
    needs: ['no limitsBeforeExecution'],
    advice:
      'Declare `profile.rateLimitBeforeExecution` only where the provider says so, and `limitsBeforeExecution` in the world',
  },
  {
    id: 'no-id',
    title: 'the answer has no id',
    fault: edited((_, { names }) => ({ [names.id]: undefined })),
    needs: ['no repeated'],
    advice: UNREAD,
  },
  {
    id: 'other-amount',
    title: 'the answer is about another amount',
    fault: edited((object, { names: { amount = '' } }) => ({ [amount]: another(object[amount]) })),
    needs: ['amountEchoed'],
    advice:
      'Give `amount` in the answer of the mapping as the provider repeats it: core compares it with what was asked',
  },
  {
    id: 'no-amount',
    title: 'the answer has an amount that is none',
    fault: edited((_, { names: { amount = '' } }) => ({ [amount]: 'a lot' })),
    needs: ['amountEchoed'],
    advice: UNREAD,
  },
  {
    id: 'other-reference',
    title: 'the answer is about another reference',
    fault: edited((_, { names: { reference = '' } }) => ({ [reference]: 'somebody-else-s' })),
    needs: ['referenceEchoed'],
    advice:
      'Give `reference` in the answer of the mapping as the provider repeats it: core compares it with what was sent',
  },
]

const unknownAfter = async (stage: Stage, target: Target, { title, fault, never, advice }: Silence): Promise<void> => {
  const prepared = await target.prepare(stage)
  const before = sendsOf(stage, target)
  stage.proxy.plan(target.sends.endpoint, fault(target))
  const object = await prepared.run().catch((error: unknown) => error)
  const what = `When ${title}, ${target.name}`
  must(!(object instanceof Error), () => `${what} is refused by ${shown(object)}: nothing is proven. ${advice}`)
  const { status, id } = object as { readonly status: string; readonly id: string }
  must(status === 'unknown', () => `${what} is ${status}, expected unknown. ${advice}`)
  const again = await prepared.run()
  must(
    again.status === 'unknown' && again.id === id,
    () => `${what} is unknown, and ${again.status} when it is called again: only evidence changes that. ${advice}`,
  )
  const sent = sendsOf(stage, target) - before
  must(
    sent === 1,
    `${what} was sent ${String(sent)} times. A call that creates or moves something is \`effect: "once"\`, never a read`,
  )
  await mustBeExecuted(stage, { target, prepared, times: never === true ? 0 : 1 })
}

export const unknownCases: readonly AdapterCase[] = SILENCES.map((silence) => ({
  id: `unknown.${silence.id}`,
  title: `is unknown and is never sent again when ${silence.title}`,
  group: 'unknown outcome',
  needs: silence.needs ?? [],
  run: async (stage, target) =>
    unknownAfter(silence.slow === true ? await stage.another({ timeoutMs: TIMEOUT_MS }) : stage, target, silence),
}))
