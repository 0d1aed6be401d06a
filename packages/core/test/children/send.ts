import { nodeTransport } from '../../src/index.js'
import { granted, order } from '../support/order.js'

// Sends one request to the URL it is given and says how it ended.
const outcome = await nodeTransport().send(order(process.argv[2] ?? '', { beforeWrite: async () => granted }))
console.log(
  outcome.kind === 'answered'
    ? `answered ${outcome.status} ${outcome.body.toString()}`
    : `${outcome.kind} ${outcome.phase}`,
)
