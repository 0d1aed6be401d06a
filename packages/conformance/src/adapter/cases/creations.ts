import { mustBe, mustBeExecuted, mustBeNamed, mustHaveSent, mustSendNothing, sendsOf } from '../checks.js'
import type { AdapterCase, Group } from '../case.js'
import { must, mustAgree, mustBeRefused, shown } from '../expect.js'
import type { Stage } from '../stage.js'
import type { Target } from '../target.js'
import { believed } from './answers.js'
import { preparedSo } from './preparations.js'

type Kind = 'payin' | 'payout' | 'token' | 'customer'

/** What holds for everything that is created; the same cases for each kind. */
const casesOf = (group: Group, kind: Kind): readonly AdapterCase[] => [
  {
    id: `${kind}.created`,
    title: `makes one ${kind} at the provider, and says what became of it`,
    group,
    needs: [kind],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const object = await prepared.run()
      await mustBe(stage, { target, prepared, object, expected: target.expect })
      mustBeNamed({ target, prepared, object })
      await mustBeExecuted(stage, { target, prepared, times: 1 })
      must(
        sendsOf(stage, target) === 1,
        `${target.name} took ${String(sendsOf(stage, target))} requests to ${target.sends.endpoint}, expected one`,
      )
    },
  },
  {
    id: `${kind}.sent`,
    title: `sends the ${kind} in the words of the provider`,
    group,
    needs: [kind],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      await prepared.run()
      await mustHaveSent(stage, { target, prepared, request: target.sends.request })
    },
  },
  {
    id: `${kind}.variants`,
    title: `sends every field of the ${kind} that it takes`,
    group,
    needs: [kind, 'variants'],
    run: async (usual, target) => {
      for (const { title, settings, with: fields, request, created = {} } of target.sample.variants ?? []) {
        const stage = settings === undefined ? usual : await usual.another({ ownJournal: true, settings })
        const varied = { ...target, name: `${target.name}, ${title}` }
        const prepared = await target.prepare(stage, { with: fields })
        const object = await prepared.run()
        await mustBe(stage, { target: varied, prepared, object, expected: created })
        if (request !== undefined) await mustHaveSent(stage, { target: varied, prepared, request })
        await mustBeExecuted(stage, { target, prepared, times: 1 })
      }
    },
  },
  {
    id: `${kind}.rules`,
    title: `refuses a ${kind} that its provider would refuse, before anything is sent`,
    group,
    needs: [kind, 'rules'],
    run: refusesByItsRules,
  },
  {
    id: `${kind}.answers`,
    title: `reads every form of the answer about a ${kind}`,
    group,
    needs: [kind, 'answers'],
    run: async (stage, target) => {
      for (const form of target.answers ?? []) await believed(stage, target, form)
    },
  },
  {
    id: `${kind}.prepared`,
    title: `does before the ${kind} what its provider needs first`,
    group,
    needs: [kind, 'preparations'],
    run: async (stage, target) => {
      for (const form of target.sample.preparations ?? []) await preparedSo(stage, target, form)
    },
  },
  {
    id: `${kind}.retrieved`,
    title: `gives the ${kind} back by each of its names, and as the provider has it now`,
    group,
    needs: [kind, 'retrieve'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const object = await prepared.run()
      mustAgree(
        `${target.name} from the journal`,
        { actual: await prepared.find(stage.payments), expected: { ...object }, exactly: true },
        'Nothing may be added to an object that is only read',
      )
      const asked = await prepared.find(stage.payments, { refresh: true })
      must(
        asked?.status === object.status,
        () =>
          `${target.name} was ${object.status} when it was made, and is ${shown(asked?.status)} when the provider is asked ` +
          'straight afterwards. Map both answers by one table of statuses',
      )
      must(asked.id === object.id, `${target.name} has another id after the provider was asked`)
      await mustBeExecuted(stage, { target, prepared, times: 1 }, 'Asking must not create anything: use a read')
    },
  },
  {
    id: `${kind}.gone`,
    title: `leaves the ${kind} as it is when the provider does not find it`,
    group,
    needs: [kind, 'retrieve'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const { status } = await prepared.run()
      const body = stage.world.refusals.find(({ code }) => code === 'not_found')
      if (body === undefined) return
      stage.proxy.plan('GET *', { forward: 0, answer: { kind: 'other', status: body.status, body: body.body } }, 100)
      const found = await prepared.find(stage.payments, { refresh: true }).catch((error: unknown) => error)
      must(
        (found as { readonly status?: string } | undefined)?.status === status,
        () =>
          `${target.name} became ${shown(found)} because the provider did not find it. Turn a refusal with the code not_found ` +
          'into undefined in `retrieve` (undefinedIfNotFound), and nothing else',
      )
    },
  },
]

async function refusesByItsRules(usual: Stage, target: Target): Promise<void> {
  for (const { title, settings, with: fields, path } of target.sample.refused ?? []) {
    const stage = settings === undefined ? usual : await usual.another({ ownJournal: true, settings })
    const prepared = await target.prepare(stage, { with: fields })
    await mustSendNothing(stage, `${target.name} with ${title}`, async () => {
      const advice = 'Say so in `accepts`, and name the field as the caller knows it'
      const what = `${target.name} with ${title}`
      const error = await mustBeRefused(prepared.run(), { what, codes: ['invalid_request'], advice })
      const issues = error.issues ?? []
      const paths = issues.map((issue) => issue.path)
      must(
        issues.every(({ message }) => message !== ''),
        `${what} is refused without a word: say in the message of the issue what was expected`,
      )
      must(
        paths.includes(path),
        () => `${what} was refused for ${paths.join(', ')}, expected an issue at ${path}. ${advice}`,
      )
    })
  }
}

export const creationCases: readonly AdapterCase[] = [
  ...casesOf('payins', 'payin'),
  ...casesOf('payouts', 'payout'),
  ...casesOf('tokens', 'token'),
  ...casesOf('customers', 'customer'),
]
