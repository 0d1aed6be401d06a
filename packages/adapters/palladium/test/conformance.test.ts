import { describeConformance } from '@polyrail/conformance'
import { palladium } from '../src/index.js'
import { API_KEY, palladiumWorld } from './world.js'

describeConformance('@polyrail/palladium', {
  createProvider: ({ baseUrl, name, credentials }) =>
    palladium({ baseUrl, name, apiKey: credentials === 'right' ? API_KEY : 'another-key' }),
  world: palladiumWorld,
})
