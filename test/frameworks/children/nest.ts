import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPayments, memoryJournal } from '@polyrail/core'
import { palomma } from '@polyrail/palomma'
import { merchantServer } from '../nest/server.js'

// The application of the guide as a process of its own, since Node has to be started with room for long headers.

const [baseUrl = ''] = process.argv.slice(2)
const payments = await createPayments({
  journal: memoryJournal(),
  recovery: false,
  providers: [palomma({ apiKey: 'any', integrityKey: 'simulated-integrity-key', baseUrl })],
})
const app = await merchantServer(payments)
await app.listen(0, '127.0.0.1')
const { port } = (app.getHttpServer() as Server).address() as AddressInfo
process.send?.(port)
