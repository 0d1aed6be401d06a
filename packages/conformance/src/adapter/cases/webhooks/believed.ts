import type { AdapterCase } from '../../case.js'
import { mustBe } from '../../checks.js'
import { must, shown } from '../../expect.js'
import { jsonIn } from '../../proxy/read.js'
import type { Stage } from '../../stage.js'
import type { Target } from '../../target.js'
import type { Delivery } from '../../webhooks/mailbox.js'
import { edited, objectIn, outcomeOf, sealed, take, textOf, webhooksOf } from '../../webhooks/receive.js'
import { known, told, type Told } from '../../webhooks/told.js'
import { FINAL } from '../answers.js'

/** In which a difference shows: its word would move it. */
const movable = (stage: Stage, target: Target): Promise<Told> =>
  told(stage, target, { lost: FINAL.includes(String(target.expect['status'])) })

/** That it is as it was before this came. */
const mustNotBelieve = async (
  stage: Stage,
  target: Target,
  { told: { prepared }, delivery, what, advice }: Doubted,
): Promise<void> => {
  const before = await known(stage, target, prepared)
  await outcomeOf(stage, delivery)
  const after = await known(stage, target, prepared)
  must(
    after.status === before.status && after.providerId === before.providerId,
    () => `${target.name} became ${after.status} (${shown(after.providerId)}) by a delivery ${what}. ${advice}`,
  )
}

interface Doubted {
  readonly told: Told
  readonly delivery: Delivery
  readonly what: string
  readonly advice: string
}

const ECHO =
  'Give back in the `answer` what the provider repeats, as `retrieve` does: core compares it with what was asked for'

/** More by one, as it is written. */
const anotherAmount = (amount: unknown): unknown =>
  typeof amount === 'number' ? amount + 1 : String(amount).replace(/\d/, (digit) => (digit === '9' ? '8' : '9'))

/** A number that a double takes for the one that was meant. */
const almost = (stage: Stage, last: Delivery, name: string): Delivery => {
  const marker = 'the-amount-of-the-suite'
  const { headers, body } = edited(stage, last, { [name]: marker })
  const written = `${String(objectIn(stage, last)[name])}.00000000000000001`
  return sealed(stage, textOf({ headers, body }).replace(`"${marker}"`, written), { headers })
}

export const believedCases: readonly AdapterCase[] = [
  {
    id: 'webhook.other-amount',
    title: 'does not believe what it is told of another amount',
    group: 'webhooks',
    needs: ['told', 'amountEchoed', 'signed'],
    run: async (stage, target) => {
      const subject = await movable(stage, target)
      const name = target.names.amount ?? ''
      const amount = objectIn(stage, subject.last)[name]
      must(
        amount !== undefined,
        `A delivery about ${target.name} has no ${name}: correct \`names\`, or \`webhooks.object\``,
      )
      const delivery = edited(stage, subject.last, { [name]: anotherAmount(amount) })
      await mustNotBelieve(stage, target, { told: subject, delivery, what: 'of another amount', advice: ECHO })
    },
  },
  {
    id: 'webhook.no-amount',
    title: 'does not take its word without the amount that it repeats elsewhere',
    group: 'webhooks',
    needs: ['told', 'amountEchoed', 'signed'],
    run: async (stage, target) => {
      const { last } = await movable(stage, target)
      const outcome = await outcomeOf(stage, edited(stage, last, { [target.names.amount ?? '']: undefined }))
      must(
        outcome === 'refused' || outcome.cause !== 'applied',
        `A delivery about ${target.name} without its amount was applied: nobody has compared it. Throw in \`read\`, or leave the ` +
          '`answer` out, so that the provider is asked',
      )
    },
  },
  {
    id: 'webhook.almost-the-amount',
    title: 'does not believe an amount of which a digit was lost when it was read',
    group: 'webhooks',
    needs: ['told', 'amountEchoed', 'signed'],
    run: async (stage, target) => {
      const name = target.names.amount ?? ''
      const { prepared, last } = await movable(stage, target)
      if (typeof objectIn(stage, last)[name] !== 'number') return
      const before = await known(stage, target, prepared)
      const outcome = await outcomeOf(stage, almost(stage, last, name))
      const after = await known(stage, target, prepared)
      must(
        after.status === before.status || (outcome !== 'refused' && outcome.cause === 'asked'),
        `${target.name} became ${after.status} by a delivery whose amount has more digits than a number holds. Leave the ` +
          '`answer` out where a number may have lost a digit, so that the provider is asked',
      )
    },
  },
  {
    id: 'webhook.doubtful',
    title: 'asks its provider where what it is told says too little, or not exactly enough',
    group: 'webhooks',
    needs: ['told', 'doubtfulBodies', 'signed'],
    run: async (stage, target) => {
      for (const { title, body } of webhooksOf(stage).doubtful ?? []) {
        const { prepared, story, last } = await told(stage, target)
        const what = `A delivery about ${target.name}, ${title},`
        const doubtful = body(jsonIn(textOf(last)) as Readonly<Record<string, unknown>>)
        const { status, cause } = await take(stage, sealed(stage, doubtful, last), what)
        must(
          status === 'done' && cause === 'asked',
          () =>
            `${what} came to ${shown(cause)} (${status}), expected asked. Leave the \`answer\` out in \`read\` where the body alone ` +
            'cannot be believed, and throw only where it does not even say which object it is about',
        )
        const object = await known(stage, target, prepared)
        await mustBe(stage, { target: { ...target, name: what }, prepared, object, expected: story.expect })
      }
    },
  },
  {
    id: 'webhook.other-reference',
    title: 'does not believe what it is told of another reference',
    group: 'webhooks',
    needs: ['told', 'referenceEchoed', 'signed'],
    run: async (stage, target) => {
      const subject = await movable(stage, target)
      const delivery = edited(stage, subject.last, { [target.names.reference ?? '']: 'somebody-else-s' })
      await mustNotBelieve(stage, target, { told: subject, delivery, what: 'of another reference', advice: ECHO })
    },
  },
  {
    id: 'webhook.other-id',
    title: 'does not believe what it is told of another object’s id',
    group: 'webhooks',
    needs: ['told', 'signed'],
    run: async (stage, target) => {
      const subject = await told(stage, target)
      // That somebody else has made: an id of the right form, of which this platform knows nothing.
      const apart = await stage.another({ ownJournal: true })
      const { about } = await told(apart, target)
      const delivery = edited(stage, subject.last, { [target.names.id]: about.providerId })
      const what = 'of another id under our reference'
      await mustNotBelieve(stage, target, { told: subject, delivery, what, advice: ECHO })
    },
  },
  {
    id: 'webhook.partial',
    title: 'makes nothing up where a field is missing or is something else',
    group: 'webhooks',
    needs: ['told', 'signed'],
    run: async (beside, target) => {
      const fields = Object.keys(objectIn(beside, (await told(beside, target)).last))
      for (const field of fields) {
        for (const value of [undefined, null, {}]) {
          const stage = await beside.another({ ownJournal: true })
          const { prepared, object, story, last } = await movable(stage, target)
          await outcomeOf(stage, edited(stage, last, { [field]: value }))
          const { status } = await known(stage, target, prepared)
          must(
            [object.status, story.expect['status']].includes(status),
            `${target.name} became ${status} by a delivery in which ${field} is ${shown(value)}. Throw in \`read\` for what is not ` +
              'in the provider’s shape, and leave the answer out where something is missing',
          )
        }
      }
    },
  },
]
