import { inspect } from 'node:util'
import type { AdapterCase } from '../case.js'
import { mustBe, mustBeExecuted } from '../checks.js'
import { fail, must, mustBeRefused, shown } from '../expect.js'
import type { Stage } from '../stage.js'
import type { Target } from '../target.js'
import type { Login } from '../world.js'

/** Headers that say nothing of who sends a request. */
const HARMLESS = ['accept', 'connection', 'content-length', 'content-type', 'host', 'user-agent', 'accept-encoding']

/** Everything of a value that somebody could print. */
const printed = (value: unknown): string =>
  [inspect(value, { depth: 12 }), JSON.stringify(value), value instanceof Error ? (value.stack ?? '') : ''].join('\n')

/** What was configured, what the command holds, and what went out in headers: tokens. */
const secretsOf = ({ world, proxy }: Stage, target: Target): readonly string[] => {
  const carried = proxy.requests.flatMap(({ headers }) =>
    Object.entries(headers).flatMap(([name, value]) =>
      HARMLESS.includes(name) || typeof value !== 'string' ? [] : [value.replace(/^\w+ +/, '')],
    ),
  )
  const { secret, otherSecret } = world.webhooks ?? {}
  const sealed = [secret, otherSecret].filter((text) => text !== undefined)
  return [...new Set([...world.secrets, ...sealed, ...(target.sample.secrets ?? []), ...carried])].filter(
    (text) => text.length > 2,
  )
}

/** That nothing secret is shown in any of these places, nor in the log. */
export const mustHide = (stage: Stage, target: Target, places: Readonly<Record<string, unknown>>): void => {
  const secrets = secretsOf(stage, target)
  for (const [place, value] of Object.entries({ ...places, 'the log': stage.log })) {
    const text = printed(value)
    const told = secrets.filter((secret) => text.includes(secret))
    must(
      told.length === 0,
      () =>
        `${target.name} shows ${String(told.length)} secrets in ${place}. Mark settings that are secret \`writeOnly\`, wrap them ` +
        'in Secret, and put no credential into an id, a message or an error',
    )
  }
}

/** An instance whose journal is watched: what is written there is printed by somebody some day. */
const watched = async (stage: Stage): Promise<{ readonly stage: Stage; readonly written: unknown[] }> => {
  const written: unknown[] = []
  const other = await stage.another({
    hooks: (journal) => ({
      arm: (intent) => (written.push(intent), journal.arm(intent)),
      record: (outcome) => (written.push(outcome), journal.record(outcome)),
      observe: (observation) => (written.push(observation), journal.observe(observation)),
    }),
  })
  return { stage: other, written }
}

const TABLE = 'See to the table of refusals of the adapter'

const loginOf = ({ world }: Stage): Login => world.login ?? fail('The world has no login')

const logins = (stage: Stage): number => stage.proxy.to(loginOf(stage).endpoint).length

/** A token is used for about half of its life, and never to its end. */
const SAFE = 0.3
const MANY = 100

/** The provider refuses every call: how long a token is used shows all the same, whoever made it. */
const livesFor = async (
  stage: Stage,
  target: Target,
  { title, lifetimeMs }: { readonly title: string; readonly lifetimeMs: number },
): Promise<void> => {
  const [{ status, body }] = stage.world.refusals
  stage.proxy.plan(target.sends.endpoint, { forward: 0, answer: { kind: 'other', status, body } }, MANY)
  const use = async (): Promise<void> => {
    const prepared = await target.prepare(stage)
    await mustBeRefused(prepared.run(), { what: `${target.name} at a provider that refuses it`, advice: TABLE })
  }
  await use()
  const first = logins(stage)
  stage.clock.advance(lifetimeMs * SAFE)
  await use()
  const what = `A token of ${String(lifetimeMs)} ms (${title})`
  must(
    logins(stage) === first,
    `${what} was replaced before a third of its life: see to how the adapter reads its lifetime`,
  )
  stage.clock.advance(lifetimeMs * (1 - SAFE))
  await use()
  must(logins(stage) === first + 1, `${what} was used after its end: see to how the adapter reads its lifetime`)
  stage.proxy.clear()
}

export const secretCases: readonly AdapterCase[] = [
  {
    id: 'secret.hidden',
    title: 'shows no credential and nothing secret of a command, in no object, journal or log',
    group: 'secrets',
    needs: [],
    run: async (stage, target) => {
      const { stage: seen, written } = await watched(stage)
      const prepared = await target.prepare(seen)
      const object = await prepared.run()
      const again = await prepared.run()
      mustHide(seen, target, { 'the object': object, 'the object read again': again, 'the journal': written })
    },
  },
  {
    id: 'secret.refused',
    title: 'shows no credential in the error when it is refused',
    group: 'secrets',
    needs: ['first'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const stranger = await stage.another({ credentials: 'wrong' })
      const error = await mustBeRefused(prepared.run(stranger.payments), {
        what: `${target.name} with wrong credentials`,
        advice: TABLE,
      })
      mustHide(stage, target, { 'the error': error })
    },
  },
  {
    id: 'secret.echoed',
    title: 'shows no credential that the provider repeats in a refusal',
    group: 'secrets',
    needs: ['first'],
    run: async (stage, target) => {
      const [{ status, body, providerMessage = '' }] = stage.world.refusals
      must(providerMessage !== '', 'The first refusal of the world needs its providerMessage')
      for (const secret of stage.world.secrets) {
        const { stage: seen, written } = await watched(stage)
        const prepared = await target.prepare(seen)
        const text = JSON.stringify(body).replaceAll(providerMessage, `No: ${secret}`)
        const echo = { kind: 'other', status, body: JSON.parse(text) as unknown } as const
        stage.proxy.plan(target.sends.endpoint, { forward: 0, answer: echo })
        const error = await mustBeRefused(prepared.run(), {
          what: `${target.name} at a provider that refuses it`,
          advice: TABLE,
        })
        mustHide(seen, target, { 'the error': error, 'the journal': written })
      }
    },
  },
  {
    id: 'secret.login',
    title: 'logs in as the provider wants it, once for all who share the journal',
    group: 'secrets',
    needs: ['first', 'login'],
    run: async (stage, target) => {
      const { endpoint, request } = loginOf(stage)
      const one = await target.prepare(stage)
      await one.run()
      const two = await target.prepare(await stage.another({}))
      await two.run()
      const seen = stage.proxy.to(endpoint)
      must(seen.length === 1, `Two processes that share a journal logged in ${String(seen.length)} times`)
      must(
        JSON.stringify(seen[0]?.fields) === JSON.stringify(request),
        `The login carries other fields than the sample: ${Object.keys(seen[0]?.fields ?? {}).join(', ')}`,
      )
    },
  },
  {
    id: 'secret.renewed',
    title: 'replaces a token that is refused, once, and sends the request once more',
    group: 'secrets',
    needs: ['login'],
    run: async (stage, target) => {
      const refusal = stage.world.refusals.find(
        ({ code, status }) => code === 'authentication_failed' && status === 401,
      )
      must(refusal !== undefined, 'The refusals of the world need the one of a token that is over, with 401')
      const prepared = await target.prepare(stage)
      const warm = await target.prepare(stage)
      await warm.run()
      const before = logins(stage)
      const { status, body } = refusal
      stage.proxy.plan(target.sends.endpoint, { forward: 0, answer: { kind: 'other', status, body } })
      const object = await prepared
        .run()
        .catch((error: unknown) =>
          fail(
            `${target.name} with a token that is over became ${shown(error)}: answer 401 with authentication_failed in \`refusal\``,
          ),
        )
      await mustBe(stage, { target, prepared, object, expected: target.expect })
      must(
        logins(stage) === before + 1,
        `${target.name} with a token that is over took ${String(logins(stage) - before)} logins`,
      )
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'secret.lifetime',
    title: 'uses a token while it lives, and not longer',
    group: 'secrets',
    needs: ['first', 'login'],
    run: async (stage, target) => {
      const { endpoint, lifetimeMs, answers = [] } = loginOf(stage)
      await livesFor(stage, target, { title: 'as the server gives it', lifetimeMs })
      for (const { title, edit, lifetimeMs: told } of answers) {
        const apart = await stage.another({ ownJournal: true })
        const change = (body: unknown): unknown => ({ ...(body as object), ...edit })
        apart.proxy.plan(endpoint, { answer: { kind: 'edited', edit: change } }, MANY)
        await livesFor(apart, target, { title, lifetimeMs: told })
      }
    },
  },
]
