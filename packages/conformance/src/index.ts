export { journalCases } from './journal/cases.js'
export { describeJournalConformance } from './journal/mocha.js'
export { runJournalCase, runJournalConformance, type CaseReport } from './journal/run.js'
export type { JournalCapabilities, JournalCase, JournalStage, JournalSubject, JournalWorld } from './journal/world.js'
