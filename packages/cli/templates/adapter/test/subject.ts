import type { AdapterSubject } from '@polyrail/conformance'
import { acmePay } from '../src/index.js'
import { API_KEY, acmePayWorld } from './world.js'
import manifest from '../package.json' with { type: 'json' }

/** The adapter as the conformance suite takes it. */
export const subject: AdapterSubject = {
  createProvider: ({ baseUrl, name, credentials, webhookSecrets }) =>
    acmePay({
      baseUrl,
      name,
      apiKey: credentials === 'right' ? API_KEY : 'another-key',
      ...(webhookSecrets.length === 0 ? {} : { webhookSecrets: [...webhookSecrets] }),
    }),
  world: acmePayWorld,
  version: manifest.version,
}
