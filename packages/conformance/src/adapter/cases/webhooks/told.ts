import type { PaymentObject } from '@polyrail/core'
import type { AdapterCase } from '../../case.js'
import { mustBe, mustBeExecuted, operationOf, sendsOf } from '../../checks.js'
import { differences, must, shown } from '../../expect.js'
import type { Stage } from '../../stage.js'
import type { Target } from '../../target.js'
import { jsonIn } from '../../proxy/read.js'
import { edited, sealed, take, textOf, webhooksOf } from '../../webhooks/receive.js'
import { known, mustBeFollowed, told } from '../../webhooks/told.js'
import { FINAL } from '../answers.js'
import { OPEN, UNHEARD_OF } from '../statuses.js'

const afterActs = ({ name }: Target, acts: readonly string[]): string =>
  `What the provider tells of ${name} after ${acts.join(', ') || 'its creation'}`

/** What a read would have answered, too: without when, and without the answer itself. */
const publicFields = ({ updatedAt: _, raw: __, ...fields }: PaymentObject): object => fields

const mustBeAlike = (
  what: string,
  { heard, asked }: { readonly heard: PaymentObject; readonly asked: PaymentObject },
): void => {
  const found = differences(publicFields(heard), { ...publicFields(asked) }, { exactly: true })
  must(
    found.length === 0,
    () =>
      `${what} is not what a read of it says: ${found.join('; ')}. Let \`read\` and \`retrieve\` use one mapping for the object`,
  )
}

/** Something of which the next delivery decides: open, or unknown where nothing would be open. */
const undecided = async (beside: Stage, target: Target) => {
  const stage = await beside.another({ ownJournal: true })
  return { stage, ...(await told(stage, target, { lost: FINAL.includes(String(target.expect['status'])) })) }
}

export const toldCases: readonly AdapterCase[] = [
  {
    id: 'webhook.told',
    title: 'follows what the provider tells, each status that it can tell',
    group: 'webhooks',
    needs: ['told'],
    run: async (stage, target) => {
      for (const story of target.tells ?? []) {
        const what = afterActs(target, story.acts)
        const { prepared, last } = await told(stage, target, { story })
        const requests = stage.proxy.requests.length
        mustBeFollowed(stage, what, await take(stage, last, what))
        const asked = stage.proxy.requests.length - requests
        must(
          target.features.has('hint') ? asked > 0 : asked === 0,
          `${what} took ${String(asked)} requests: a hint is followed by asking, and what is signed without`,
        )
        const object = await known(stage, target, prepared)
        await mustBe(stage, { target: { ...target, name: what }, prepared, object, expected: story.expect })
      }
    },
  },
  {
    id: 'webhook.bodies',
    title: 'follows the other bodies that say the same',
    group: 'webhooks',
    needs: ['told', 'otherBodies'],
    run: async (stage, target) => {
      for (const { title, body } of webhooksOf(stage).alike ?? []) {
        const { prepared, story, last } = await told(stage, target)
        const what = `A delivery about ${target.name}, ${title},`
        const same = body(jsonIn(textOf(last)) as Readonly<Record<string, unknown>>)
        mustBeFollowed(stage, what, await take(stage, sealed(stage, same, last), what))
        const object = await known(stage, target, prepared)
        await mustBe(stage, { target: { ...target, name: what }, prepared, object, expected: story.expect })
      }
    },
  },
  {
    id: 'webhook.alike',
    title: 'makes of what it is told what it makes of a read',
    group: 'webhooks',
    needs: ['told', 'retrieve', 'signed'],
    run: async (stage, target) => {
      for (const story of target.tells ?? []) {
        const what = afterActs(target, story.acts)
        const read = async (prepared: { readonly find: (typeof first)['prepared']['find'] }) =>
          (await prepared.find(stage.payments, { refresh: true })) as PaymentObject
        // What is said later adds to what was said before: each of them has to come first once.
        const first = await told(stage, target, { story, lost: true })
        await take(stage, first.last, what)
        const heard = await known(stage, target, first.prepared)
        mustBeAlike(what, { heard, asked: await read(first.prepared) })
        const second = await told(stage, target, { story })
        const asked = await read(second.prepared)
        await take(stage, second.last, what)
        mustBeAlike(what, { heard: await known(stage, target, second.prepared), asked })
      }
    },
  },
  {
    id: 'webhook.words',
    title: 'knows every status of the provider when it is told, as when it asks',
    group: 'webhooks',
    needs: ['told', 'words', 'signed'],
    run: async (beside, target) => {
      for (const [word, expected] of Object.entries(target.words ?? {})) {
        const what = `${target.name} that is told to be ${shown(word)}`
        const { stage, prepared, last } = await undecided(beside, target)
        const delivery = edited(stage, last, { [target.names.status ?? '']: word })
        mustBeFollowed(stage, what, await take(stage, delivery, what))
        const object = await known(stage, target, prepared)
        await mustBe(stage, { target: { ...target, name: what }, prepared, object, expected })
      }
    },
  },
  {
    id: 'webhook.letters',
    title: 'takes a status that it is told and does not know for no end',
    group: 'webhooks',
    needs: ['told', 'words', 'signed'],
    run: async (beside, target) => {
      const { stage, prepared, last } = await undecided(beside, target)
      await take(stage, edited(stage, last, { [target.names.status ?? '']: UNHEARD_OF }), target.name)
      const { status } = await known(stage, target, prepared)
      must(
        status === 'unknown' || OPEN.includes(status),
        `${target.name} is ${status} after it was told a status that nobody knows. The unknown is never a default: answer a ` +
          'status that is not final, or leave the answer out, so that the provider is asked',
      )
    },
  },
  {
    id: 'webhook.answers',
    title: 'makes of other forms of what it is told what it makes of them in an answer',
    group: 'webhooks',
    needs: ['told', 'answers', 'signed'],
    run: async (beside, target) => {
      for (const { title, to, edit, expect } of target.answers ?? []) {
        if (to !== 'retrieve') continue
        const what = `What the provider tells of ${target.name}, ${title},`
        const { stage, prepared, object, last } = await undecided(beside, target)
        const webhook = await take(stage, edited(stage, last, edit), what)
        const now = await known(stage, target, prepared)
        if (expect === 'unbelievable') {
          const advice = 'Throw in `read`, or leave the answer out, so that the provider is asked'
          must(now.status === object.status, `${what} made it ${now.status}, and must not be believed. ${advice}`)
        } else {
          mustBeFollowed(stage, what, webhook)
          await mustBe(stage, { target: { ...target, name: what }, prepared, object: now, expected: expect })
        }
      }
    },
  },
  {
    id: 'webhook.resolves',
    title: 'learns from what it is told what became of a call whose answer was lost',
    group: 'webhooks',
    needs: ['told'],
    run: async (stage, target) => {
      // Whose hint it is shows only in an answer that repeats our reference.
      if (target.features.has('hint') && !target.features.has('referenceEchoed')) return
      const { prepared, object, story, last } = await told(stage, target, { lost: true })
      const { resolution } = await operationOf(stage, { target, prepared })
      must(
        resolution !== 'manual',
        `${target.name} waits for a person, though its provider tells of it: please report it`,
      )
      const what = `What the provider tells of ${target.name}, whose answer was lost,`
      mustBeFollowed(stage, what, await take(stage, last, what))
      const found = await known(stage, target, prepared)
      await mustBe(stage, { target: { ...target, name: what }, prepared, object: found, expected: story.expect })
      must(found.id === object.id, `${what} made another object than the one that was unknown: please report it`)
      const sent = sendsOf(stage, target)
      await prepared.run()
      must(sendsOf(stage, target) === sent, `${target.name} was sent again after the provider had told of it`)
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
]
