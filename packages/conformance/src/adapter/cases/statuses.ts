import type { AdapterCase } from '../case.js'
import { mustBe, namesOf } from '../checks.js'
import { differences, must, shown } from '../expect.js'
import { withFields } from '../proxy/edit.js'
import { begun } from '../targets/changes.js'
import { FINAL, withWord } from './answers.js'

/** Something may still follow these, of whatever kind. */
export const OPEN: readonly string[] = [
  ...['requires_action', 'pending', 'processing', 'authorized', 'partially_captured'],
  ...['requires_authorization', 'ready'],
]
export const UNHEARD_OF = 'NO_SUCH_STATUS'

export const statusCases: readonly AdapterCase[] = [
  {
    id: 'status.words',
    title: 'knows every status of the provider',
    group: 'statuses',
    needs: ['words'],
    run: async (stage, target) => {
      for (const [word, expected] of Object.entries(target.words ?? {}))
        await withWord(stage, target, { word, expected })
    },
  },
  {
    id: 'status.letters',
    title: 'takes a status that it does not know for no end, and keeps it',
    group: 'statuses',
    needs: ['words'],
    run: async (stage, target) => {
      const object = await withWord(stage, target, { word: UNHEARD_OF, expected: {} })
      must(
        object !== undefined && OPEN.includes(object.status),
        () =>
          `${target.name} is ${shown(object?.status)} for a status that nobody knows. The unknown is never a default: answer a ` +
          'status that is not final',
      )
      must(
        object.reason?.code === 'unrecognized_status' && object.reason.providerCode === UNHEARD_OF,
        () =>
          `${target.name} does not tell which status the provider gave: ${shown(object.reason)}. Answer ` +
          "`reason: { code: 'unrecognized_status', providerCode }`",
      )
    },
  },
  {
    id: 'status.stories',
    title: 'follows what people do at the provider',
    group: 'statuses',
    needs: ['stories', 'retrieve'],
    run: async (stage, target) => {
      for (const { acts, with: fields = {}, expect } of target.stories ?? []) {
        const reference = stage.reference()
        const object = await begun(target, { from: { acts, with: fields }, stage, reference })
        const prepared = await target.prepare(stage, { reference, with: fields })
        const varied = { ...target, name: `${target.name} after ${acts.join(', ')}` }
        await mustBe(stage, { target: varied, prepared, object, expected: expect })
      }
    },
  },
  {
    id: 'status.never-back',
    title: 'stays at its end when an older status comes later',
    group: 'statuses',
    needs: ['stories', 'retrieve', 'words'],
    run: async (stage, target) => {
      const { stories = [], words = {}, retrieves, names } = target
      const story = stories.find(({ expect }) => FINAL.includes(String(expect['status'])))
      const older = Object.keys(words).find((word) => !FINAL.includes(String(words[word]?.['status'])))
      if (story === undefined || older === undefined || retrieves === undefined) return
      const reference = stage.reference()
      const { acts, with: fields = {} } = story
      const ended = await begun(target, { from: { acts, with: fields }, stage, reference })
      const prepared = await target.prepare(stage, { reference, with: fields })
      const edit = (body: unknown): unknown => withFields(body, retrieves.object ?? '', { [names.status ?? '']: older })
      stage.proxy.plan(retrieves.endpoint, { answer: { kind: 'edited', edit } })
      const asked = await prepared.find(stage.payments, { refresh: true })
      const moved = differences(asked, { status: ended.status }, { names: await namesOf(stage, prepared) })
      must(
        moved.length === 0,
        () => `${target.name} went back: ${moved.join('; ')}. This is core's to prevent: please report it`,
      )
    },
  },
]
