import type { AdapterSubject } from '@polyrail/conformance'
import { palomma } from '../src/index.js'
import { API_KEY, SETTINGS, palommaWorld } from './world.js'
import manifest from '../package.json' with { type: 'json' }

/** The adapter as the conformance suite takes it. */
export const subject: AdapterSubject = {
  createProvider: ({ baseUrl, name, credentials, settings = '', webhookSecrets }) =>
    palomma({
      ...{ baseUrl, name, apiKey: credentials === 'right' ? API_KEY : 'another-key', ...SETTINGS[settings] },
      ...(webhookSecrets.length === 0 ? {} : { integrityKey: [...webhookSecrets] }),
    }),
  world: palommaWorld,
  version: manifest.version,
}
