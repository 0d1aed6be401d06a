import type { AdapterSubject } from '@polyrail/conformance'
import { subject as billon } from '../packages/adapters/billon/test/subject.js'
import { subject as cardIntent } from '../packages/adapters/card-intent/test/subject.js'
import { subject as palladium } from '../packages/adapters/palladium/test/subject.js'
import { subject as palomma } from '../packages/adapters/palomma/test/subject.js'

/** Our adapters, as the conformance suite takes them. */
export const ADAPTERS: Readonly<Record<string, AdapterSubject>> = {
  '@polyrail/billon': billon,
  '@polyrail/card-intent': cardIntent,
  '@polyrail/palladium': palladium,
  '@polyrail/palomma': palomma,
}
