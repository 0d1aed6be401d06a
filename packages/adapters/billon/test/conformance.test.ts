import { describeConformance } from '@polyrail/conformance'
import { billon } from '../src/index.js'
import { PASSWORD, SETTINGS, billonWorld } from './world.js'

describeConformance('@polyrail/billon', {
  createProvider: ({ baseUrl, name, credentials, settings = '' }) =>
    billon({ baseUrl, name, password: credentials === 'right' ? PASSWORD : 'another-password', ...SETTINGS[settings] }),
  world: billonWorld,
})
