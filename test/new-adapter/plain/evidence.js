import { runConformance, writeEvidence } from '@polyrail/conformance'
import { subject } from './subject.js'

const report = await runConformance('polyrail-pebble', subject)
await writeEvidence(report, 'evidence')
console.log(`${report.verdict}: ${report.cases.length} cases`)
process.exitCode = report.verdict === 'passed' ? 0 : 1
