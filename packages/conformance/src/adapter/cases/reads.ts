import type { AdapterCase } from '../case.js'
import { differences, must, mustAgree } from '../expect.js'
import type { PeriodSample, ReadSample } from '../samples.js'
import { ACCOUNT, type Stage } from '../stage.js'

const all = async (items: AsyncIterable<unknown>): Promise<readonly unknown[]> => {
  const found: unknown[] = []
  for await (const item of items) found.push(item)
  return found
}

/** Reads what the provider is made to answer, and compares what the platform is told. */
const readSo = async (
  stage: Stage,
  { title, answers, requests, expect }: ReadSample,
  read: () => Promise<readonly unknown[]>,
): Promise<void> => {
  for (const [endpoint, pages] of Object.entries(answers)) {
    for (const page of pages)
      stage.proxy.plan(endpoint, { forward: 0, answer: { kind: 'other', status: 200, ...page } })
  }
  const before = stage.proxy.requests.length
  const items = await read()
  stage.proxy.clear()
  must(
    items.length === expect.length,
    `${title}: ${String(items.length)} items were read, expected ${String(expect.length)}. See to the mapping and its paging`,
  )
  for (const [index, expected] of expect.entries()) {
    const what = `${title}, item ${String(index + 1)}`
    mustAgree(what, { actual: items[index], expected }, 'Correct what the mapping makes of the answer, or the sample')
  }
  if (requests === undefined) return
  const sent = stage.proxy.requests.slice(before).filter(({ method }) => method === 'GET')
  const told = sent.map(({ method, path, query }) => `${method} ${path}${decodeURIComponent(query)}`)
  const wrong = differences(told, requests as never)
  must(wrong.length === 0, () => `${title}: ${wrong.join('; ')}. Correct how the mapping asks, or the sample`)
}

const during = ({ from, to }: PeriodSample) => ({ provider: ACCOUNT, from, to })

export const readCases: readonly AdapterCase[] = [
  {
    id: 'read.balances',
    title: 'reads the balances of the account',
    group: 'capabilities',
    needs: ['first', 'balances'],
    run: async (stage) => {
      const { balances } = stage.payments
      await balances.retrieve({ provider: ACCOUNT })
      for (const sample of stage.world.balances ?? []) {
        await readSo(stage, sample, () => balances.retrieve({ provider: ACCOUNT }))
      }
    },
  },
  {
    id: 'read.statements',
    title: 'reads the statement of a period',
    group: 'capabilities',
    needs: ['first', 'statements'],
    run: async (stage) => {
      for (const sample of stage.world.statements ?? []) {
        await all(stage.payments.statements.list(during(sample)))
        await readSo(stage, sample, () => all(stage.payments.statements.list(during(sample))))
      }
    },
  },
  {
    id: 'read.list',
    title: 'reads the provider’s own list of payins',
    group: 'capabilities',
    needs: ['first', 'listAtProvider'],
    run: async (stage) => {
      for (const sample of stage.world.listAtProvider ?? []) {
        await all(stage.payments.payins.listAtProvider(during(sample)))
        await readSo(stage, sample, () => all(stage.payments.payins.listAtProvider(during(sample))))
      }
    },
  },
]
