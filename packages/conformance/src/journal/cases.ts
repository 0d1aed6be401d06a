import { againCases } from './cases/again.js'
import { armCases } from './cases/arm.js'
import { changeCases } from './cases/changes.js'
import { checkCases } from './cases/checks.js'
import { edgeCases } from './cases/edges.js'
import { inboxCases } from './cases/inbox.js'
import { listCases } from './cases/lists.js'
import { objectCases } from './cases/objects.js'
import { outboxCases } from './cases/outbox.js'
import { recordCases } from './cases/record.js'
import { storeCases } from './cases/store.js'
import { timeCases } from './cases/time.js'
import { tokenCases } from './cases/tokens.js'
import type { JournalCase } from './world.js'

export const journalCases: readonly JournalCase[] = [
  ...armCases,
  ...againCases,
  ...edgeCases,
  ...recordCases,
  ...timeCases,
  ...checkCases,
  ...objectCases,
  ...changeCases,
  ...listCases,
  ...tokenCases,
  ...inboxCases,
  ...outboxCases,
  ...storeCases,
]
