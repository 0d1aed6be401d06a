import { toCharge } from '../acme/adapter.js'
import { fromCharge } from '../acme/mappings.js'
import { lookups } from '../acme/lookups.js'
import * as wire from '../acme/endpoints.js'
import { broken, withCard, type Broken } from './broken.js'

const sendingTo = (to: typeof wire.createCharge) =>
  withCard({
    sends: to,
    create: async (command, { call, reference }) => fromCharge(await call(to, toCharge(command, reference))),
  })

const asRead: typeof wire.createCharge = { ...wire.createCharge, effect: 'read' }
const asPreparation: typeof wire.createCharge = { ...wire.createCharge, preparation: true }

export const brokenEffects: readonly Broken[] = [
  broken(
    { does: 'declares its decisive call as a read', caughtBy: 'unknown.lost', says: /`effect: "once"`/ },
    sendingTo(asRead),
  ),
  broken(
    { does: 'declares its decisive call as a preparation', caughtBy: 'unknown.lost', says: /correct the adapter/ },
    { ...sendingTo(asPreparation), lookups: lookups.filter(({ endpoint: { name } }) => name !== 'create-charge') },
  ),
  broken(
    {
      does: 'makes its decisive call twice',
      caughtBy: 'payin.created',
      says: /unknown after a good answer|executed 2 times/,
    },
    withCard({
      create: async (command, { call, reference }) => {
        await call(wire.createCharge, toCharge(command, reference))
        return fromCharge(await call(wire.createCharge, toCharge(command, reference)))
      },
    }),
  ),
  broken(
    {
      does: 'says that a 429 comes before the execution, which nobody has promised',
      caughtBy: 'unknown.status-429',
      says: /rateLimitBeforeExecution/,
    },
    { profile: { rateLimitBeforeExecution: true } },
  ),
  broken(
    {
      does: 'says that credentials are refused after the execution',
      caughtBy: 'secret.renewed',
      says: /is unknown after a good answer/,
    },
    { profile: { authenticationBeforeExecution: false } },
  ),
]
