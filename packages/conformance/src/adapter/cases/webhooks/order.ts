import type { WebhookReceipt } from '@polyrail/core'
import type { AdapterCase } from '../../case.js'
import { mustBe } from '../../checks.js'
import { fail, must, shown } from '../../expect.js'
import { jsonIn } from '../../proxy/read.js'
import type { Stage } from '../../stage.js'
import type { Target } from '../../target.js'
import { edited, receive, sealed, take, textOf, webhookOf, webhooksOf } from '../../webhooks/receive.js'
import { known, mustBeFollowed, moving, told } from '../../webhooks/told.js'
import { FINAL } from '../answers.js'

/** By then whatever waits is due again. */
const LATER_MS = 5 * 60_000

/** Tells of it after the provider has answered, and before the answer is stored; gives what came of that. */
const toldInBetween = async (stage: Stage, target: Target) => {
  const story = moving(target)
  const mailbox = await stage.mailbox()
  const prepared = await target.prepare(stage, { with: story.with ?? {} })
  let receipt: WebhookReceipt | undefined
  const meanwhile = async (providerId: string | undefined): Promise<void> => {
    const operation = await stage.operation(prepared)
    const about = { reference: operation?.providerReference ?? prepared.reference }
    await stage.act(story.acts, providerId === undefined ? about : { ...about, providerId })
    const last = (await mailbox.received()).at(-1)
    receipt = await receive(stage, last ?? fail(`The server has told nothing of ${target.name}`))
  }
  const slow = await stage.another({
    hooks: (journal) => ({
      record: async (outcome) => {
        if (outcome.state !== 'NOT_SENT' && receipt === undefined) await meanwhile(outcome.providerId)
        return journal.record(outcome)
      },
    }),
  })
  await prepared.run(slow.payments)
  return { prepared, story, receipt }
}

export const orderCases: readonly AdapterCase[] = [
  {
    id: 'webhook.early',
    title: 'waits with what it is told before the answer to the call is stored',
    group: 'webhooks',
    needs: ['told'],
    run: async (stage, target) => {
      const { prepared, story, receipt } = await toldInBetween(stage, target)
      const what = `What the provider tells of ${target.name} before the answer to its creation is stored`
      must(receipt?.id !== undefined, () => `${what} was ${shown(receipt?.outcome)}, expected accepted`)
      stage.clock.advance(LATER_MS)
      await stage.payments.recover()
      mustBeFollowed(stage, what, await webhookOf(stage, receipt.id))
      const object = await known(stage, target, prepared)
      await mustBe(stage, { target: { ...target, name: what }, prepared, object, expected: story.expect })
    },
  },
  {
    id: 'webhook.unknown-reference',
    title: 'waits with what is about nothing that it knows, and asks nobody',
    group: 'webhooks',
    needs: ['told'],
    run: async (stage, target) => {
      const { last } = await told(stage, target)
      const stranger = await stage.another({ ownJournal: true })
      const requests = stage.proxy.requests.length
      const what = `What the provider tells of ${target.name} that somebody else has made`
      const { status, cause } = await take(stranger, last, what)
      must(
        status === 'waiting' && cause === 'unknown_reference',
        () =>
          `${what} came to ${shown(cause)} (${status}), expected to wait. \`read\` gives a notice for every object that may be ours`,
      )
      must(stage.proxy.requests.length === requests, `${what} made the provider be asked: \`read\` calls nothing`)
    },
  },
  {
    id: 'webhook.order',
    title: 'ends the same whatever comes first, and however often',
    group: 'webhooks',
    needs: ['told'],
    run: async (stage, target) => {
      for (const story of target.tells ?? []) {
        const { prepared, deliveries } = await told(stage, target, { story })
        const what = `${target.name}, told the wrong way round of ${story.acts.join(', ') || 'its creation'},`
        const ids: string[] = []
        for (const delivery of deliveries.toReversed()) ids.push((await take(stage, delivery, what)).id)
        // What goes with a status, such as its settlement, is as whoever came last has it: only statuses have an order.
        const ends = async (): Promise<void> => {
          const object = await known(stage, target, prepared)
          const expected = { status: story.expect['status'] }
          await mustBe(stage, { target: { ...target, name: what }, prepared, object, expected })
        }
        await ends()
        for (const delivery of deliveries) {
          const { outcome } = await receive(stage, delivery)
          must(outcome === 'repeated', `A delivery that came before was ${outcome}, expected repeated. ${ALIKE}`)
        }
        for (const id of [...ids, ...ids.toReversed()]) await stage.payments.webhooks.replay(id)
        await ends()
      }
    },
  },
  {
    id: 'webhook.repeated',
    title: 'recognises what comes a second time, and asks nobody about it',
    group: 'webhooks',
    needs: ['firstTold'],
    run: async (stage, target) => {
      const { last } = await told(stage, target)
      await take(stage, last, 'A delivery')
      const requests = stage.proxy.requests.length
      const receipt = await receive(stage, last)
      must(
        receipt.status === 200 && receipt.outcome === 'repeated',
        `A delivery that came before was ${receipt.outcome}, expected repeated. ${ALIKE}`,
      )
      must(stage.proxy.requests.length === requests, 'A repeated delivery made the provider be asked: please report it')
      if (webhooksOf(stage).deliveryId === undefined) return
      const rewritten = JSON.stringify(jsonIn(textOf(last)), undefined, 2)
      const again = await receive(stage, sealed(stage, rewritten, last))
      must(
        again.outcome === 'repeated',
        `A delivery that came before, written in another way, was ${again.outcome}, expected repeated: give the provider’s id of ` +
          'it as `id`',
      )
      const another = edited(stage, last, {})
      const { outcome } = await receive(stage, another)
      must(
        outcome === 'accepted',
        `Another delivery of the same content was ${outcome}, expected accepted: give the provider’s id of it as \`id\``,
      )
    },
  },
  {
    id: 'webhook.final',
    title: 'stays at its end whatever it is told afterwards',
    group: 'webhooks',
    needs: ['told', 'words', 'signed'],
    run: async (stage, target) => {
      const { words = {}, names } = target
      // What is active may still end.
      const ends = FINAL.filter((status) => status !== 'active')
      const end = Object.keys(words).find((word) => ends.includes(String(words[word]?.['status'])))
      if (end === undefined) return
      const { prepared, last } = await told(stage, target, { lost: true })
      const say = (word: string) => take(stage, edited(stage, last, { [names.status ?? '']: word }), target.name)
      await say(end)
      const { status } = await known(stage, target, prepared)
      for (const word of Object.keys(words)) {
        await say(word)
        const now = await known(stage, target, prepared)
        must(
          now.status === status,
          `${target.name} was ${status}, and became ${now.status} when it was told to be ${word}. This is core’s to prevent: please report it`,
        )
      }
    },
  },
]

const ALIKE = 'Give as `id` and `payload` only what is the same when a delivery is sent again'
