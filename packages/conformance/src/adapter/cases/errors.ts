import type { AdapterCase } from '../case.js'
import { mustBe, mustBeExecuted, sendsOf } from '../checks.js'
import { must, mustBeRefused, shown } from '../expect.js'
import type { RefusalSample } from '../samples.js'
import type { Stage } from '../stage.js'
import type { Target } from '../target.js'

const MANY = 100
const TABLE = 'See to the table of refusals of the adapter'

/** The provider refuses so; the error must be the one that it means. */
const refusedSo = async (stage: Stage, target: Target, refusal: RefusalSample): Promise<void> => {
  const { title, status, body, code, providerCode, providerMessage } = refusal
  const prepared = await target.prepare(stage)
  // A token that is refused is replaced once: only the second no is a no.
  stage.proxy.plan(target.sends.endpoint, { forward: 0, answer: { kind: 'other', status, body } }, MANY)
  const what = `${title} (${String(status)} ${shown(body)})`
  const refused = { what: `${target.name}, answered by ${what},`, codes: [code], advice: TABLE }
  const error = await mustBeRefused(prepared.run(), refused)
  stage.proxy.clear()
  must(error.httpStatus === status, () => `${what} became an error with httpStatus ${shown(error.httpStatus)}`)
  must(
    error.providerCode === providerCode,
    () => `${what}: providerCode is ${shown(error.providerCode)}, expected ${shown(providerCode)}. ${TABLE}`,
  )
  must(
    !('providerMessage' in refusal) || error.providerMessage === providerMessage,
    () => `${what}: providerMessage is ${shown(error.providerMessage)}, expected ${shown(providerMessage)}. ${TABLE}`,
  )
  await mustBeExecuted(stage, { target, prepared, times: 0 })
}

export const errorCases: readonly AdapterCase[] = [
  {
    id: 'error.table',
    title: 'knows every refusal of the provider by its meaning',
    group: 'errors',
    needs: ['first'],
    run: async (stage, target) => {
      for (const refusal of stage.world.refusals) await refusedSo(stage, target, refusal)
    },
  },
  {
    id: 'error.silences',
    title: 'takes nothing for a refusal that only looks like one',
    group: 'errors',
    needs: ['first'],
    run: async (stage, target) => {
      for (const { title, status, body } of stage.world.silences ?? []) {
        // With a journal of its own each: what is unknown stands in the way of what is alike.
        const apart = await stage.another({ ownJournal: true })
        const prepared = await target.prepare(apart)
        stage.proxy.plan(target.sends.endpoint, { answer: { kind: 'other', status, body } })
        const object = await prepared.run().catch((error: unknown) => error)
        must(
          !(object instanceof Error) && (object as { readonly status: string }).status === 'unknown',
          () => `${title} (${String(status)} ${shown(body)}) became ${shown(object)}, expected unknown. ${TABLE}`,
        )
      }
    },
  },
  {
    id: 'error.by-provider',
    title: 'says what the provider itself refuses, and is executed once when it no longer does',
    group: 'errors',
    needs: ['refusals'],
    run: async (stage, target) => {
      for (const { title, with: fields = {}, acts = [], code, providerCode } of target.sample.refusedByProvider ?? []) {
        const apart = await stage.elsewhere()
        try {
          const prepared = await target.prepare(apart, { with: fields })
          await apart.act(acts, { reference: prepared.reference })
          const what = `${target.name} with ${title}`
          const error = await mustBeRefused(prepared.run(), { what, codes: [code], advice: TABLE })
          must(
            providerCode === undefined || error.providerCode === providerCode,
            () => `${what}: providerCode is ${shown(error.providerCode)}, expected ${shown(providerCode)}. ${TABLE}`,
          )
          await mustBeExecuted(apart, { target, prepared, times: 0 })
        } finally {
          await apart.close()
        }
      }
    },
  },
  {
    id: 'error.unreachable',
    title: 'is an error that proves that nothing was sent while the provider cannot be reached',
    group: 'errors',
    needs: ['first'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      await stage.proxy.close()
      await mustBeRefused(prepared.run(), {
        what: `${target.name} at a provider that is down`,
        codes: ['provider_unavailable'],
        advice: 'Errors of the network are core’s: a mapping must not catch them',
      })
    },
  },
  {
    id: 'error.reading',
    title: 'leaves everything as it is when the provider cannot be asked',
    group: 'errors',
    needs: ['retrieve'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const { status } = await prepared.run()
      const page = { kind: 'other', status: 502, body: '<html>Sorry</html>' } as const
      stage.proxy.plan('GET *', { forward: 0, answer: page }, MANY)
      const asking = prepared.find(stage.payments, { refresh: true })
      await mustBeRefused(asking, {
        what: `Asking about ${target.name} at a provider that is down`,
        codes: ['provider_unavailable', 'invalid_provider_response'],
        advice: 'In `retrieve` only "not found" may become undefined (undefinedIfNotFound)',
      })
      const kept = await prepared.find(stage.payments)
      must(
        kept?.status === status,
        () => `${target.name} became ${shown(kept?.status)} because it could not be asked about`,
      )
    },
  },
  {
    id: 'error.preparation',
    title: 'goes on where it stopped when something before the decisive call has failed',
    group: 'errors',
    needs: ['creation'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const sent = stage.proxy.writes.length
      const apart = await stage.elsewhere()
      const first = await prepare(apart, target).finally(() => apart.close())
      if (first === undefined) return
      stage.proxy.plan(first, { forward: 0, answer: { kind: 'other', status: 503, body: '<html>Sorry</html>' } }, MANY)
      await prepared.run().catch(() => undefined)
      stage.proxy.clear()
      must(sendsOf(stage, target) === 0, `${target.name} was sent though ${first} before it had failed`)
      must(stage.proxy.writes.length > sent, `${first} was not tried`)
      await mustBeExecuted(stage, { target, prepared, times: 0 })
    },
  },
  {
    id: 'error.account',
    title: 'is an error and nothing else when the credentials are refused, and then the right ones succeed',
    group: 'errors',
    needs: ['creation'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const stranger = await stage.another({ credentials: 'wrong' })
      await mustBeRefused(prepared.run(stranger.payments), {
        what: `${target.name} with wrong credentials`,
        codes: ['authentication_failed'],
        advice: TABLE,
      })
      await mustBeExecuted(stage, { target, prepared, times: 0 })
      const object = await prepared.run()
      await mustBe(stage, { target, prepared, object, expected: target.expect })
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
]

/** The first call of a target that is neither a login nor the decisive one; undefined where there is none. */
const prepare = async (stage: Stage, target: Target): Promise<string | undefined> => {
  const prepared = await target.prepare(stage)
  const before = stage.proxy.writes.length
  await prepared.run()
  const decisive = new Set(stage.proxy.to(target.sends.endpoint))
  const logins = new Set(stage.world.login === undefined ? [] : stage.proxy.to(stage.world.login.endpoint))
  const [first] = stage.proxy.writes.slice(before).filter((seen) => !decisive.has(seen) && !logins.has(seen))
  return first === undefined ? undefined : `${first.method} ${first.path}`
}
