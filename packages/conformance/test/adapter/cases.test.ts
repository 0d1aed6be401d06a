import assert from 'node:assert/strict'
import { GROUPS, adapterCases, planFor, titleOf } from '@polyrail/conformance'
import { acmeSubject } from './acme/world.js'

describe('the cases of the adapter suite', () => {
  it('have ids of their own', () => {
    const ids = adapterCases.map(({ id }) => id)
    assert.deepEqual([...new Set(ids)], ids)
  })

  it('are there for every group', () => {
    const groups = new Set(adapterCases.map(({ group }) => group))
    assert.deepEqual(
      GROUPS.filter((group) => !groups.has(group)),
      [],
    )
  })

  it('are planned by what the world has samples of', () => {
    const planned = planFor(acmeSubject()).map(titleOf)
    assert.ok(
      planned.includes('payins.card makes one payin at the provider, and says what became of it [payin.created]'),
    )
    assert.ok(planned.includes('the adapter knows every refusal of the provider by its meaning [error.table]'))
    assert.ok(!planned.some((title) => title.includes('[lookup.harmless]')))
  })

  it('run the proof of absence where there is no sample', () => {
    const { world, ...subject } = acmeSubject()
    const { balances: _, login: __, webhooks: ___, ...bare } = world
    const ids = planFor({ ...subject, world: bare }).map((each) => each.case.id)
    assert.ok(ids.includes('capability.no-balances'))
    assert.ok(!ids.includes('read.balances'))
    assert.ok(!ids.includes('secret.login'))
    assert.ok(ids.includes('webhook.absent'))
    assert.ok(!ids.includes('webhook.no-secret'))
  })
})
