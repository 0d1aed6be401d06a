import type { AdapterSubject } from '@polyrail/conformance'
import { billon } from '../src/index.js'
import { PASSWORD, SETTINGS, billonWorld } from './world.js'
import manifest from '../package.json' with { type: 'json' }

/** The adapter as the conformance suite takes it. */
export const subject: AdapterSubject = {
  createProvider: ({ baseUrl, name, credentials, settings = '' }) =>
    billon({ baseUrl, name, password: credentials === 'right' ? PASSWORD : 'another-password', ...SETTINGS[settings] }),
  world: billonWorld,
  version: manifest.version,
}
