import { mustBe, namesOf } from '../checks.js'
import { must, mustAgree, mustBeRefused } from '../expect.js'
import { withFieldsAnywhere } from '../proxy/edit.js'
import type { PreparationForm } from '../samples.js'
import type { Stage } from '../stage.js'
import type { Prepared, Target } from '../target.js'

const MANY = 100

/** What comes of a command when the calls before the decisive one are answered so. */
export const preparedSo = async (
  beside: Stage,
  target: Target,
  {
    title,
    settings,
    with: fields = {},
    requests = {},
    edits = {},
    answers = {},
    expect,
    sends,
  }: PreparationForm<object>,
): Promise<void> => {
  // With a journal of its own: what is unknown stands in the way of what is alike.
  const stage = await beside.another({ ownJournal: true, settings })
  const varied = { ...target, name: `${target.name}, ${title}` }
  const prepared = await target.prepare(stage, { with: fields })
  for (const [endpoint, edit] of Object.entries(edits)) {
    stage.proxy.plan(endpoint, { answer: { kind: 'edited', edit: (body) => withFieldsAnywhere(body, edit) } }, MANY)
  }
  for (const [endpoint, answer] of Object.entries(answers)) {
    stage.proxy.plan(endpoint, { forward: 0, answer: { kind: 'other', ...answer } }, MANY)
  }
  const before = stage.proxy.requests.length
  if ('code' in expect) {
    const advice = 'See to what the mapping does first'
    const refused = { what: varied.name, codes: [String(expect['code'])], advice }
    mustAgree(varied.name, { actual: await mustBeRefused(prepared.run(), refused), expected: expect }, advice)
  } else {
    await mustBe(stage, { target: varied, prepared, object: await prepared.run(), expected: expect })
  }
  stage.proxy.clear()
  const made = stage.proxy.requests.slice(before)
  for (const [endpoint, expected] of Object.entries(requests))
    await mustHaveAsked(stage, { varied, prepared, endpoint, expected, from: before })
  const decisive = stage.proxy.to(target.sends.endpoint).filter((seen) => made.includes(seen)).length
  must(
    decisive === sends,
    `${varied.name} made ${String(decisive)} requests to ${target.sends.endpoint}, expected ${String(sends)}. Return Paused, or throw, before the decisive call`,
  )
}

interface Asked {
  readonly varied: Target
  readonly prepared: Prepared
  readonly endpoint: string
  readonly expected: readonly unknown[]
  /** Only requests after so many. */
  readonly from: number
}

const mustHaveAsked = async (stage: Stage, { varied, prepared, endpoint, expected, from }: Asked): Promise<void> => {
  const late = stage.proxy.requests.slice(from)
  const fields = stage.proxy.to(endpoint).flatMap((seen) => (late.includes(seen) ? [seen.fields] : []))
  mustAgree(
    `The requests of ${varied.name} to ${endpoint}`,
    { actual: { calls: fields }, expected: { calls: expected }, names: await namesOf(stage, prepared), exactly: true },
    'Correct what the mapping does first, or the sample',
  )
}
