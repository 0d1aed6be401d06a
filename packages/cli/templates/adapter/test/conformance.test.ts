import { describeConformance } from '@polyrail/conformance'
import { subject } from './subject.js'

describeConformance('polyrail-acme-pay', subject)
