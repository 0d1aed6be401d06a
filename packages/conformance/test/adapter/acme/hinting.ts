import type { AdapterSubject, WebhookWorld } from '@polyrail/conformance'
import type { WebhookDefinition } from '@polyrail/core'
import { acme, type Acme } from './adapter.js'
import { OTHER_SEAL, SEAL, tokenOf } from './callbacks.js'
import { hintedWith } from './webhooks.js'
import { acmeSubject, acmeWorld, SEALED } from './world.js'

const { deliveryId: _, ...sealed } = SEALED

/** An Acme of whose deliveries only the token counts: nobody has signed what they say. */
const HINTED: WebhookWorld = {
  ...sealed,
  ...{ trust: 'hint', secret: SEAL, otherSecret: OTHER_SEAL, seal: tokenOf },
  headers: ['x-acme-token'],
}

type Hinted = (seals: readonly string[]) => WebhookDefinition

export const hinting = (webhooks: Hinted = hintedWith): Pick<Acme, 'connect'> => ({
  connect: (config) => ({
    authorization: acme.connect(config).authorization,
    ...(config.seals === undefined ? {} : { webhooks: webhooks(config.seals) }),
  }),
})

export const hintingSubject = (change: Partial<Acme> = {}): AdapterSubject =>
  acmeSubject({ ...acme, ...hinting(), ...change }, { ...acmeWorld, webhooks: HINTED })
