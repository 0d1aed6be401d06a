import { describeConformance } from '@polyrail/conformance'
import { subject } from './subject.js'

describeConformance('polyrail-pebble', subject)
