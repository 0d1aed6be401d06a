import type { AdapterSubject } from '@polyrail/conformance'
import { palladium } from '../src/index.js'
import { API_KEY, palladiumWorld } from './world.js'
import manifest from '../package.json' with { type: 'json' }

/** The adapter as the conformance suite takes it. */
export const subject: AdapterSubject = {
  createProvider: ({ baseUrl, name, credentials, webhookSecrets }) =>
    palladium({
      ...{ baseUrl, name, apiKey: credentials === 'right' ? API_KEY : 'another-key' },
      ...(webhookSecrets.length === 0 ? {} : { callbackToken: [...webhookSecrets] }),
    }),
  world: palladiumWorld,
  version: manifest.version,
}
