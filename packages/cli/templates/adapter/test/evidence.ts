import { runConformance, writeEvidence } from '@polyrail/conformance'
import { subject } from './subject.js'

const report = await runConformance('polyrail-acme-pay', subject)
const { page } = await writeEvidence(report, 'evidence')
console.log(`${report.verdict}: ${String(report.cases.length)} cases, see ${page}`)
if (report.verdict === 'failed') process.exitCode = 1
