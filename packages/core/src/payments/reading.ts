import type { ListFilter, PaymentObject, Selector } from '../contract/common.js'
import { JournalError, ValidationError, type Issue } from '../errors/errors.js'
import { publicObject } from '../engine/plan.js'
import type { ObjectQuery, ObjectRecord, ObjectType, Page } from '../journal/port.js'
import { ownFields } from '../schema/own.js'
import { instantIssues, isRecord } from './check.js'
import type { Scope } from './scope.js'

const PAGE = 100

/** Finds an object in the journal. */
export const findRecord = (
  { journal, merchant }: Scope,
  type: ObjectType,
  selector: Selector,
): Promise<ObjectRecord | undefined> => {
  checkSelector(selector)
  return reading(() => journal.object({ merchant, type, ...selector }))
}

/** All objects of a type that match, oldest first, page by page as they are asked for. */
export async function* listObjects<T extends PaymentObject>(
  scope: Scope,
  type: ObjectType,
  { parent, ...filter }: ListFilter & Pick<ObjectQuery, 'parent'>,
): AsyncGenerator<T, void, undefined> {
  const query = { ...queryOf(filter), ...(parent === undefined ? {} : { parent }) }
  for await (const record of listRecords(scope, type, query)) yield publicObject(record) as T
}

export async function* listRecords(
  { journal, merchant }: Scope,
  type: ObjectType,
  query: Omit<ObjectQuery, 'merchant' | 'type' | 'after' | 'limit'>,
): AsyncGenerator<ObjectRecord, void, undefined> {
  let after: string | undefined
  do {
    const position = after === undefined ? {} : { after }
    const page: Page<ObjectRecord> = await reading(() =>
      journal.objects({ merchant, type, ...query, ...position, limit: PAGE }),
    )
    yield* page.items
    after = page.after
  } while (after !== undefined)
}

/** A failing journal as the error that callers know. */
export const reading = async <R>(ask: () => Promise<R>): Promise<R> => {
  try {
    return await ask()
  } catch (cause) {
    throw new JournalError(`The journal could not be read${cause instanceof Error ? `: ${cause.message}` : ''}`, {
      retryable: true,
      cause,
    })
  }
}

const checkSelector = (selector: Selector): void => {
  const fields: Readonly<Record<string, unknown>> = isRecord(selector) ? selector : {}
  const given = Object.keys(fields).sort().join(' ')
  const known = given === 'id' || given === 'reference' || given === 'provider providerId'
  if (!known || !Object.values(fields).every((value) => typeof value === 'string' && value !== '')) {
    throw new ValidationError([
      { path: '', message: 'expected { id }, { reference } or { provider, providerId }, each a text' },
    ])
  }
}

const FILTERS = ['provider', 'status', 'createdFrom', 'createdTo']

export const queryOf = (filter: ListFilter) => {
  const unknown = Object.keys(filter).filter((key) => !FILTERS.includes(key))
  const issues: Issue[] = [
    ...unknown.map((path) => ({ path, message: 'is not a known filter' })),
    ...instantIssues(filter.createdFrom, 'createdFrom'),
    ...instantIssues(filter.createdTo, 'createdTo'),
  ]
  if (issues.length > 0) throw new ValidationError(issues)
  const { provider, status, createdFrom, createdTo } = ownFields(filter)
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(status === undefined ? {} : { status }),
    ...(createdFrom === undefined ? {} : { createdFrom: Date.parse(createdFrom) }),
    ...(createdTo === undefined ? {} : { createdTo: Date.parse(createdTo) }),
  }
}
