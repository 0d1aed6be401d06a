import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync, existsSync, readdirSync } from 'node:fs'
import { createPayments } from '@polyrail/core'
import { billon } from '@polyrail/billon'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palomma } from '@polyrail/palomma'
import { startSimulator } from '@polyrail/simulators'
const K = 'key'
const dir = process.argv[2]!
const path = `${dir}/payments.db`
const panel = await startSimulator('billon', { apiKey: K })
const links = await startSimulator('palomma', { apiKey: K })
const providers = () => [billon({ baseUrl: panel.url, password: K }), palomma({ baseUrl: links.url, apiKey: K })]
const payments = await createPayments({ journal: sqliteJournal({ path, markPath: `${dir}/elsewhere/payments.mark` }), recovery: false, providers: providers() })
panel.faults.add({ on: 'create-payment', reply: { kind: 'reset' } })
links.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
const payout = await payments.payouts.create({ provider: 'billon', reference: 'commission-3', amount: { amount: '25.50', currency: 'PLN' },
  destination: { type: 'recipient', userName: 'anna.k', notify: false }, project: 'March commissions', availableFrom: '2031-03-01T00:00:00Z', availableUntil: '2098-03-31T00:00:00Z' })
const link = await payments.payins.create({ provider: 'palomma', reference: 'order-7', amount: { amount: '84000', currency: 'COP' }, method: { type: 'payment_link' },
  customer: { name: 'Laura Gómez', email: 'laura@example.com', phone: '3005550142', document: { type: 'cc', number: '52834410' } }, redirectUrl: 'https://shop.example.com/return' })
console.log(payout.status, link.status)
try { await payments.payouts.create({ provider: 'billon', reference: 'commission-4', amount: { amount: '25.50', currency: 'PLN' },
  destination: { type: 'recipient', userName: 'anna.k', notify: false }, project: 'March commissions', availableFrom: '2031-03-01T00:00:00Z', availableUntil: '2098-03-31T00:00:00Z' }) } catch (e) { console.log('LANE', (e as any).name, (e as any).code, (e as any).message, (e as any).retryable) }
await payments.close()
writeFileSync(`${dir}/payments.config.mjs`, `
import { palomma } from '@polyrail/palomma'
import { billon } from '@polyrail/billon'
import { sqliteJournal } from '@polyrail/journal-sqlite'
export default { journal: sqliteJournal({ path: ${JSON.stringify(path)}, markPath: ${JSON.stringify(dir + '/elsewhere/payments.mark')} }),
 providers: [ palomma({ baseUrl: '${links.url}', apiKey: '${K}' }), billon({ baseUrl: '${panel.url}', password: '${K}' }) ] }`)
import { spawn } from 'node:child_process'
const cli = (...args: string[]) => new Promise<void>((done) => {
  const child = spawn(process.execPath, ['--import', '/work/main/node_modules/tsx/dist/loader.mjs', '--conditions=@polyrail/source', '/work/main/packages/cli/src/main.ts', 'operations', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  child.stdout.on('data', (d) => out += d); child.stderr.on('data', (d) => out += 'ERR ' + d)
  child.on('close', (code) => { console.log('$ polyrail operations', args.join(' ')); console.log(out, '->', code); done() })
})
const c = ['--config', `${dir}/payments.config.mjs`]
await cli('list', ...c)
await cli('list', '--json', ...c)
await cli('show', payout.operationId, ...c)
await cli('resolve', link.operationId, ...c)
await cli('resolve', payout.operationId, ...c)
await cli('settle', payout.operationId, '--outcome', 'succeeded', '--evidence', 'panel, page 3: READY', '--by', 'dewi', '--provider-id', '1', ...c)
await cli('show', payout.operationId, ...c)
console.log(readdirSync(dir), readdirSync(dir + '/elsewhere'))
console.log('=== with --journal, mark elsewhere')
await cli('list', '--status', 'all', '--journal', path)
const again = await createPayments({ journal: sqliteJournal({ path, markPath: `${dir}/elsewhere/payments.mark` }), recovery: false, providers: providers() })
try { await again.payouts.create({ provider: 'billon', reference: 'commission-9', amount: { amount: '9.50', currency: 'PLN' },
  destination: { type: 'recipient', userName: 'bob', notify: false }, project: 'March commissions', availableFrom: '2031-03-01T00:00:00Z', availableUntil: '2098-03-31T00:00:00Z' }); console.log('sent fine') } catch (e) { console.log('AFTER CLI', (e as any).name, (e as any).message, (e as any).retryable) }
await again.operations.release({ by: 'dewi', evidence: 'compared' })
await again.close()
await panel.close(); await links.close()
