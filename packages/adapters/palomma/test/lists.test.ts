import assert from 'node:assert/strict'
import { balances } from '../src/balances.js'
import { listPayins } from '../src/payins.js'
import { fakeCall, page, pesos } from './fake-call.js'
import link from './fixtures/payin-link.json' with { type: 'json' }
import account from './fixtures/merchant-account.json' with { type: 'json' }

const at = (day: number | undefined) => ({
  ...link,
  id: `link-${day}`,
  createdAt: day === undefined ? undefined : `2031-02-${String(day).padStart(2, '0')}T12:00:00Z`,
})
const period = { from: '2031-02-03T00:00:00Z', to: '2031-02-05T00:00:00Z' }

/** Lists pages of links that were created on these days. */
const listed = async (...pages: readonly (readonly (number | undefined)[])[]) => {
  const { call, sent } = fakeCall({
    'list-payin-links': ({ cursor = '0' }: { readonly cursor?: string }) => {
      const next = Number(cursor) + 1
      const items = (pages[Number(cursor)] ?? []).map(at)
      return { ...page(...items), cursor: next < pages.length ? String(next) : null }
    },
  })
  const ids = []
  for await (const { providerId } of listPayins(period, { call })) ids.push(providerId)
  return { ids, requests: sent.length }
}

describe('the list of payins at palomma', () => {
  it('has those of the period, its end excluded', async () => {
    const { ids } = await listed([6, 5, 4, 3, 2])
    assert.deepEqual(ids, ['link-4', 'link-3'])
  })

  it('ends with the first page that reaches behind the period, where the newest come first', async () => {
    const { ids, requests } = await listed([6, 5], [4, 3], [3, 2], [2, 1])
    assert.deepEqual(ids, ['link-4', 'link-3', 'link-3'])
    assert.equal(requests, 3)
  })

  it('is read to its end where the oldest come first', async () => {
    const { ids, requests } = await listed([1, 2], [3, 4], [5, 6])
    assert.deepEqual(ids, ['link-3', 'link-4'])
    assert.equal(requests, 3)
  })

  it('is read on where a page says nothing of the order', async () => {
    const { ids } = await listed([1], [2, 2], [], [4])
    assert.deepEqual(ids, ['link-4'])
  })

  it('shows a link without a time rather than hiding it', async () => {
    const { ids, requests } = await listed([6, undefined, 1], [4])
    assert.deepEqual(ids, ['link-undefined', 'link-4'])
    assert.equal(requests, 2)
  })

  it('fails rather than ending where there are too many pages', async () => {
    const { call } = fakeCall({ 'list-payin-links': { ...page(at(4)), cursor: 'again' } })
    await assert.rejects(async () => {
      for await (const payin of listPayins(period, { call })) assert.equal(payin.providerId, 'link-4')
    }, /did not end within 1000 pages/)
  })
})

describe('palomma balances', () => {
  it('are those of every merchant account', async () => {
    const { call, sent } = fakeCall({ 'list-merchant-accounts': page(account) })
    assert.deepEqual(await balances({ call }), [
      { kind: 'payout', ...pesos('1250000'), account: account.id },
      { kind: 'unsettled', ...pesos('84000'), account: account.id },
      { kind: 'payout_limit', ...pesos('2000000'), account: account.id },
    ])
    assert.deepEqual(sent, [{ endpoint: 'list-merchant-accounts', input: { limit: '100' } }])
  })

  it('have nothing for payouts at a gateway, nor what is not said', async () => {
    const gateway = {
      id: 'acc-2',
      type: 'gateway',
      unsettledAmount: 84000,
      availableBalance: 7,
      payoutLimitBalance: null,
    }
    const { call } = fakeCall({ 'list-merchant-accounts': page(gateway) })
    assert.deepEqual(await balances({ call }), [{ kind: 'unsettled', ...pesos('84000'), account: 'acc-2' }])
  })

  it('of an aggregator without a figure have none', async () => {
    const { call } = fakeCall({ 'list-merchant-accounts': page({ id: 'acc-3', type: 'aggregator' }) })
    assert.deepEqual(await balances({ call }), [])
  })
})
