import type { Operation, PaymentObject } from '@polyrail/core'
import { must, mustAgree, shown, type Names } from './expect.js'
import type { Expected } from './samples.js'
import { ACCOUNT, type Stage } from './stage.js'
import type { Prepared, Target } from './target.js'

/** What `{reference}`, `{providerId}` and `{url}` are for this object. */
export const namesOf = async (stage: Stage, prepared: Prepared, object?: PaymentObject): Promise<Names> => {
  const operation = await stage.operation(prepared)
  return {
    reference: operation?.providerReference,
    providerId: object?.providerId ?? operation?.providerId,
    url: stage.proxy.url,
  }
}

/** How often the provider has executed it, by its own books. */
const executions = async (stage: Stage, target: Target, prepared: Prepared): Promise<number> => {
  const operation = await stage.operation(prepared)
  if (operation === undefined) return 0
  const object = await prepared.find(stage.payments)
  const providerId = object?.providerId ?? operation.providerId
  return stage.server.executed({
    target: target.name,
    reference: operation.providerReference,
    ...(providerId === undefined ? {} : { providerId }),
  })
}

export interface Expectation {
  readonly target: Target
  readonly prepared: Prepared
}

export const mustBeExecuted = async (
  stage: Stage,
  { target, prepared, times }: Expectation & { readonly times: number },
  advice = 'Make one decisive call for each command, and declare its endpoint as `effect: "once"`',
): Promise<void> => {
  const executed = await executions(stage, target, prepared)
  must(
    executed === times,
    () => `${target.name} was executed ${String(executed)} times at the provider, expected ${String(times)}. ${advice}`,
  )
}

/** The decisive requests so far. */
export const sendsOf = ({ proxy }: Stage, { sends }: Target): number => proxy.to(sends.endpoint).length

/** That an object is what the sample says after a good answer. */
export const mustBe = async (
  stage: Stage,
  {
    target,
    prepared,
    object,
    expected,
  }: Expectation & { readonly object: PaymentObject | undefined; readonly expected: Expected },
): Promise<void> => {
  must(object !== undefined, `${target.name} is not found under its reference`)
  must(
    object.status !== 'unknown' || expected['status'] === 'unknown',
    () =>
      `${target.name} is unknown after a good answer of the provider: the adapter does not believe it. Compare the ` +
      `output schema of the endpoint, and the id, reference and amount that the mapping gives back, with what was answered: ${shown(object.raw)}`,
  )
  const names = await namesOf(stage, prepared, object)
  mustAgree(
    target.name,
    { actual: object, expected, names },
    'Correct what the mapping makes of the answer, or the sample',
  )
}

/** What every object has, whatever it is. */
export const mustBeNamed = ({ target, prepared, object }: Expectation & { readonly object: PaymentObject }): void => {
  const { provider, providerId } = object
  must(
    provider === ACCOUNT,
    `${target.name} belongs to ${shown(provider)}: hand the name that createProvider is given to the factory`,
  )
  must(
    typeof providerId === 'string' && providerId !== '',
    `${target.name} has no providerId: give the provider's own id in the answer of the mapping`,
  )
  const { reference } = prepared
  must(
    target.features.has('change') || object.reference === reference,
    `${target.name} has the reference ${shown(object.reference)}, expected ${reference}`,
  )
}

/** That the last decisive request carries exactly this. */
export const mustHaveSent = async (
  stage: Stage,
  { target, prepared, request }: Expectation & { readonly request: Expected },
): Promise<void> => {
  const { endpoint } = target.sends
  const last = stage.proxy.to(endpoint).at(-1)
  must(last !== undefined, () => {
    const seen = stage.proxy.requests.map(({ method, path }) => `${method} ${path}`).join(', ')
    return `${target.name} made no request to ${endpoint}, but to: ${seen}. Correct the endpoint or the sample`
  })
  mustAgree(
    `The request of ${target.name} to ${endpoint}`,
    { actual: last.fields, expected: request, names: await namesOf(stage, prepared), exactly: true },
    'Correct how the mapping fills the request, or the sample',
  )
}

/** The operation behind a prepared call. */
export const operationOf = async (stage: Stage, { target, prepared }: Expectation): Promise<Operation> => {
  const operation = await stage.operation(prepared)
  must(operation !== undefined, `${target.name} left no operation in the journal`)
  return operation
}

/** That nothing at all was sent while something was refused. */
export const mustSendNothing = async (stage: Stage, what: string, act: () => Promise<void>): Promise<void> => {
  const before = stage.proxy.requests.length
  await act()
  const sent = stage.proxy.requests.slice(before)
  must(
    sent.length === 0,
    () =>
      `${what} was refused only after ${sent.map(({ method, path }) => `${method} ${path}`).join(', ')} was sent. ` +
      'Check commands in `accepts` and the limits, or before the first call of the mapping',
  )
}
