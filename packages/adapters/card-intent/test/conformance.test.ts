import { describeConformance } from '@polyrail/conformance'
import { cardIntent } from '../src/index.js'
import { CLIENT_ID, CLIENT_SECRET, SETTINGS, cardIntentWorld } from './world.js'

describeConformance('@polyrail/card-intent', {
  createProvider: ({ baseUrl, name, credentials, settings = '' }) =>
    cardIntent({
      ...{ baseUrl, name, clientId: CLIENT_ID, allowRawCards: true },
      clientSecret: credentials === 'right' ? CLIENT_SECRET : 'another-secret',
      ...SETTINGS[settings],
    }),
  world: cardIntentWorld,
})
