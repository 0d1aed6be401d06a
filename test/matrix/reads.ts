import type { JournalName } from '../support/journals.js'
import { until } from '../support/until.js'
import { wrappedJournal } from '../support/wrapped-journal.js'
import { cellsOf, differences, type Cell, type Judged } from './cells.js'
import { readCourseOf, type Lasting, type ReadCourse } from './expect-reads.js'
import { hasTokens, letterOfRead } from './expect.js'
import { VARIANTS, type Variant } from './faults.js'
import type { Question, Readable } from './questions.js'
import { startElsewhere, type BadHost } from './roadside.js'
import { startStage, type Stage } from './stage.js'
import { inTurn } from './turns.js'

/** What a fault is for a read, which executes nothing. */
const planted = ({ means }: Variant): string => {
  if (means.by !== 'provider') return means.by === 'crash' ? means.by : JSON.stringify(means)
  const { before, reply } = means.fault
  return JSON.stringify(before ?? reply)
}

/** The faults that differ for a read, whatever is executed. */
const DISTINCT = VARIANTS.filter(
  (variant, index) => VARIANTS.findIndex((other) => planted(other) === planted(variant)) === index,
)

/** Every fault at one read, on one journal. */
export const readCells = async (readable: Readable, journal: JournalName): Promise<readonly Cell[]> => {
  await using stage = await startStage(journal)
  const { title: operation, at, endpoint } = readable
  const questionFor = await readable.questions(stage)
  const runs = DISTINCT.flatMap((variant) => {
    const lastings: readonly Lasting[] = variant.means.by === 'provider' ? ['once', 'always'] : ['always']
    return lastings.map((lasting) => ({ variant, lasting }))
  })
  const judged = await Promise.all(
    runs.map(async ({ variant, lasting }, index): Promise<Judged> => {
      const { kind, failure } = variant
      const [what = ''] = variant.title.split(', ')
      const known = { kind, title: `${what}, ${lasting}`, letter: letterOfRead(failure, at) }
      const not = variant.not?.(endpoint, { prepares: false, tokens: hasTokens(at) })
      if (not !== undefined) return { ...known, not }
      const question = await inTurn(() => questionFor(`read-${String(index)}`))
      const expected = readCourseOf(failure, lasting, question)
      return { ...known, problem: differences(await ask(stage, question, { variant, lasting, expected }), expected) }
    }),
  )
  return cellsOf({ operation, journal }, judged)
}

interface Struck {
  readonly variant: Variant
  readonly lasting: Lasting
  readonly expected: ReadCourse
}

const ask = async (stage: Stage, question: Question, struck: Struck): Promise<ReadCourse> => {
  const answered = await askAmid(stage, question, struck)
  const doubted = await question.stands()
  const after = await inTurn(() => question.ask(question.payments))
  return { ...answered, doubted, after, standing: await question.stands() }
}

/** Asks while the fault is there. */
const askAmid = async (
  stage: Stage,
  question: Question,
  { variant: { kind, means }, lasting, expected }: Struck,
): Promise<Pick<ReadCourse, 'told' | 'calls'>> => {
  const { provider, endpoint: on, reference } = question
  const aim = { on, ...(reference === undefined ? {} : { reference }) }
  const calls = (): number =>
    provider.requests.filter((request) => request.endpoint === on && request.reference === reference).length
  if (means.by === 'provider') {
    const { before, reply } = means.fault
    // No more than are to be met, so that none is left for later.
    const times = lasting === 'once' ? 1 : expected.calls
    provider.faults.add({ ...aim, times, ...(before === undefined ? {} : { before }), ...(reply ? { reply } : {}) })
    const earlier = calls()
    const patient = () => inTurn(() => question.ask(question.payments))
    const told = await (kind === 'W' ? question.ask(await question.impatient()) : patient())
    return { told, calls: calls() - earlier }
  }
  if (means.by === 'crash') {
    provider.faults.add({ ...aim, before: { hang: 'body' } })
    const earlier = calls()
    void question.ask(await openGone(stage, question))
    await until(() => calls() > earlier)
    const told = await question.ask(question.payments)
    return { told, calls: calls() - earlier - 1 }
  }
  const host: BadHost = means.by === 'door' ? 'closed' : means.by === 'break' ? 'reset' : means.host
  await using away = await startElsewhere(stage, host)
  return { told: await question.ask(away.payments), calls: away.heard.outcomes.length }
}

/** A process that is gone while it waits for an answer: it writes nothing any more. */
const openGone = ({ journal, open }: Stage, { urls }: Question) => {
  const never = (): Promise<never> => new Promise(() => undefined)
  return open({ urls, timeoutMs: 120_000, journal: wrappedJournal(journal, { observe: never, postpone: never }) })
}
