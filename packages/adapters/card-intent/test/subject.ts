import type { AdapterSubject } from '@polyrail/conformance'
import { cardIntent } from '../src/index.js'
import { CLIENT_ID, CLIENT_SECRET, SETTINGS, cardIntentWorld } from './world.js'
import manifest from '../package.json' with { type: 'json' }

/** The adapter as the conformance suite takes it. */
export const subject: AdapterSubject = {
  createProvider: ({ baseUrl, name, credentials, settings = '' }) =>
    cardIntent({
      ...{ baseUrl, name, clientId: CLIENT_ID },
      clientSecret: credentials === 'right' ? CLIENT_SECRET : 'another-secret',
      ...(settings === 'noRawCards' ? {} : { allowRawCards: true }),
      ...SETTINGS[settings],
    }),
  world: cardIntentWorld,
  version: manifest.version,
}
