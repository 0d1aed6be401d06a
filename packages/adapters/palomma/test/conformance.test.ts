import { describeConformance } from '@polyrail/conformance'
import { palomma } from '../src/index.js'
import { API_KEY, SETTINGS, palommaWorld } from './world.js'

describeConformance('@polyrail/palomma', {
  createProvider: ({ baseUrl, name, credentials, settings = '' }) =>
    palomma({ baseUrl, name, apiKey: credentials === 'right' ? API_KEY : 'another-key', ...SETTINGS[settings] }),
  world: palommaWorld,
})
