import { createPayments, loadProviders, memoryJournal } from '../../src/index.js'

// Loads the package it is told and says which account that gives.
const config = { apiKey: 'key-of-acme-1', environment: 'qa' }
const from = new URL('../../../../package.json', import.meta.url)
const providers = await loadProviders([{ adapter: process.argv[2] ?? '', name: 'jakarta', config }], { from })
const payments = await createPayments({ journal: memoryJournal(), providers })
for (const { name, adapter } of await payments.providers.list()) console.log(`${name} (${adapter})`)
await payments.close()
