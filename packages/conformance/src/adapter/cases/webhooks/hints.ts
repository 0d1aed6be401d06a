import type { AdapterCase } from '../../case.js'
import { mustBe } from '../../checks.js'
import { must, shown } from '../../expect.js'
import type { Stage } from '../../stage.js'
import type { Target } from '../../target.js'
import { edited, outcomeOf, take, webhookOf } from '../../webhooks/receive.js'
import { known, mustBeFollowed, told } from '../../webhooks/told.js'

const LATER_MS = 5 * 60_000
const MANY = 1_000

const HINT = 'Nobody has signed it: `read` gives the kind, the id and the reference only, so that the provider is asked'

const questions = ({ proxy }: Stage, { retrieves }: Target): number =>
  retrieves === undefined ? 0 : proxy.to(retrieves.endpoint).length

export const hintCases: readonly AdapterCase[] = [
  {
    id: 'webhook.hint-asks',
    title: 'changes nothing by a hint alone, and asks again while the provider cannot be reached',
    group: 'webhooks',
    needs: ['told', 'hint', 'retrieve'],
    run: async (stage, target) => {
      const { prepared, object, story, last } = await told(stage, target)
      const what = `What the provider hints at of ${target.name}`
      stage.proxy.plan('*', { forward: 0, answer: { kind: 'other', status: 503, body: '<html>Down</html>' } }, MANY)
      const { id, status, cause } = await take(stage, last, what)
      must(
        status === 'waiting',
        () =>
          `${what} came to ${shown(cause)} (${status}) while the provider cannot be asked, expected to wait. ${HINT}`,
      )
      const before = await known(stage, target, prepared)
      must(before.status === object.status, `${target.name} became ${before.status} by a hint alone. ${HINT}`)
      stage.proxy.clear()
      stage.clock.advance(LATER_MS)
      const asked = questions(stage, target)
      await stage.payments.recover()
      mustBeFollowed(stage, what, await webhookOf(stage, id))
      must(questions(stage, target) > asked, `${what} is done, though nobody has asked about it. ${HINT}`)
      const after = await known(stage, target, prepared)
      await mustBe(stage, { target: { ...target, name: what }, prepared, object: after, expected: story.expect })
    },
  },
  {
    id: 'webhook.hint-lies',
    title: 'changes nothing by a hint that lies',
    group: 'webhooks',
    needs: ['told', 'hint', 'retrieve'],
    run: async (stage, target) => {
      const honest = await told(stage, target)
      const prepared = await target.prepare(stage, { with: honest.story.with ?? {} })
      const object = await prepared.run()
      const operation = await stage.operation(prepared)
      const { id, reference = '' } = target.names
      const asked = questions(stage, target)
      // Everything that was told of another one that has moved, of this one that has not.
      const lie = edited(stage, honest.last, {
        [id]: object.providerId,
        ...(reference === '' ? {} : { [reference]: operation?.providerReference }),
      })
      await take(stage, lie, `A hint about ${target.name}`)
      const now = await known(stage, target, prepared)
      must(now.status === object.status, `${target.name} became ${now.status} by a hint that lies. ${HINT}`)
      must(questions(stage, target) > asked, `A hint about ${target.name} was taken, and nobody has asked. ${HINT}`)
    },
  },
  {
    id: 'webhook.hint-of-another',
    title: 'takes no other object for the one that is unknown, whatever a hint says',
    group: 'webhooks',
    needs: ['told', 'hint', 'retrieve', 'referenceEchoed'],
    run: async (stage, target) => {
      const lost = await told(stage, target, { lost: true })
      const apart = await stage.another({ ownJournal: true })
      const another = await told(apart, target)
      const { reference = '' } = target.names
      // Somebody else's, that is paid: it is named in place of ours.
      const outcome = await outcomeOf(stage, edited(stage, another.last, { [reference]: lost.about.reference }))
      const now = await known(stage, target, lost.prepared)
      must(
        now.status === 'unknown' && now.providerId === undefined,
        () =>
          `${target.name} was unknown, and became ${now.status} (${shown(now.providerId)}) by a hint that names another object: ` +
          `it came to ${outcome === 'refused' ? outcome : shown(outcome.cause)}. Give back the reference that the answer of \`retrieve\` repeats`,
      )
    },
  },
]
