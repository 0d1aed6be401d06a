import assert from 'node:assert/strict'
import { startSimulator, type PalommaSimulator } from '@polyrail/simulators'
import { postJson, send } from '../support/client.js'
import { createCustomer, idOf, payinLink } from '../support/samples.js'

interface Page {
  readonly items: readonly { readonly id: string; readonly reference: string }[]
  readonly cursor: string | null
  readonly count: number
}

async function list(simulator: PalommaSimulator, query: string): Promise<Page> {
  const reply = await send(`${simulator.url}/payinLinks${query}`)
  assert.equal(reply.status, 200, reply.text)
  return reply.json as Page
}

async function createLinks(simulator: PalommaSimulator, references: readonly string[]): Promise<string> {
  const customerId = await createCustomer(simulator)
  for (const reference of references) {
    await postJson(`${simulator.url}/payinLinks`, { ...payinLink(customerId), reference })
  }
  return customerId
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `ord-${index + 1}`)

describe('palomma: pages', () => {
  it('shows 20 items, newest first, and an opaque cursor', async () => {
    await using simulator = await startSimulator('palomma')
    await createLinks(simulator, numbered(21))
    const page = await list(simulator, '')
    assert.deepEqual(
      page.items.map(({ reference }) => reference),
      numbered(21).toReversed().slice(0, 20),
    )
    assert.equal(page.count, 20)
    assert.match(String(page.cursor), /^[0-9a-f]{40,}$/)
  })

  it('leads through every item once, even while new ones come', async () => {
    await using simulator = await startSimulator('palomma')
    await createLinks(simulator, numbered(7))
    const seen: string[] = []
    let query = '?limit=3'
    for (let pages = 0; pages < 10; pages += 1) {
      const { items, cursor } = await list(simulator, query)
      seen.push(...items.map(({ reference }) => reference))
      if (cursor === null) break
      query = `?limit=3&cursor=${cursor}`
      await createLinks(simulator, ['new'])
    }
    assert.deepEqual(seen, numbered(7).toReversed())
  })

  it('says with a null cursor that nothing follows, also when the page is exactly full', async () => {
    await using simulator = await startSimulator('palomma')
    await createLinks(simulator, numbered(3))
    assert.equal((await list(simulator, '?limit=3')).cursor, null)
    assert.notEqual((await list(simulator, '?limit=2')).cursor, null)
  })

  it('filters by reference and by customer, and repeats a reference as often as it was used', async () => {
    await using simulator = await startSimulator('palomma')
    const first = await createLinks(simulator, ['same', 'one'])
    await createLinks(simulator, ['same'])
    assert.equal((await list(simulator, '?reference=same')).count, 2)
    assert.equal((await list(simulator, `?customerId=${first}`)).count, 2)
    assert.equal((await list(simulator, `?customerId=${first}&reference=same`)).count, 1)
    assert.deepEqual(await list(simulator, '?reference=nothing'), { items: [], cursor: null, count: 0 })
  })

  it('clamps the limit to 1 and 100', async () => {
    await using simulator = await startSimulator('palomma')
    await createLinks(simulator, numbered(101))
    assert.equal((await list(simulator, '?limit=0')).count, 1)
    assert.equal((await list(simulator, '?limit=-5')).count, 1)
    assert.equal((await list(simulator, '?limit=1000')).count, 100)
  })

  it('refuses a limit that is no number and a cursor that it did not give', async () => {
    await using simulator = await startSimulator('palomma')
    const customer = await createCustomer(simulator)
    for (const query of ['limit=ten', 'limit=1.5', 'cursor=abc', `cursor=${customer}`, 'cursor=']) {
      assert.equal((await send(`${simulator.url}/payinLinks?${query}`)).status, 400, query)
    }
  })

  it('leads through filtered items too', async () => {
    await using simulator = await startSimulator('palomma')
    await createLinks(simulator, ['a', 'b', 'a', 'b', 'a'])
    const first = await list(simulator, '?reference=a&limit=2')
    const second = await list(simulator, `?reference=a&limit=2&cursor=${String(first.cursor)}`)
    assert.deepEqual([first.count, second.count, second.cursor], [2, 1, null])
    assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 3)
  })

  it('gives a created link at once', async () => {
    await using simulator = await startSimulator('palomma')
    const customerId = await createCustomer(simulator)
    const id = idOf(await postJson(`${simulator.url}/payinLinks`, payinLink(customerId)))
    assert.equal((await list(simulator, '?reference=ord-9001')).items[0]?.id, id)
  })
})
