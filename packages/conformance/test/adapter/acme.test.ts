import { describeConformance } from '@polyrail/conformance'
import { acmeSubject } from './acme/world.js'

describeConformance('acme', acmeSubject())
