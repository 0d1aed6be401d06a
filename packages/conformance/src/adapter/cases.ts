import type { AdapterCase } from './case.js'
import { capabilityCases } from './cases/capabilities.js'
import { changeCases } from './cases/changes.js'
import { concurrencyCases } from './cases/concurrency.js'
import { crashCases } from './cases/crash.js'
import { creationCases } from './cases/creations.js'
import { errorCases } from './cases/errors.js'
import { lookupCases } from './cases/lookup.js'
import { moneyCases } from './cases/money.js'
import { readCases } from './cases/reads.js'
import { sameCases } from './cases/same.js'
import { secretCases } from './cases/secrets.js'
import { statusCases } from './cases/statuses.js'
import { unknownCases } from './cases/unknown.js'
import { webhookCases } from './cases/webhooks.js'

/** Every promise; those that say most about an adapter come first. */
export const adapterCases: readonly AdapterCase[] = [
  ...capabilityCases,
  ...creationCases,
  ...changeCases,
  ...moneyCases,
  ...statusCases,
  ...errorCases,
  ...readCases,
  ...sameCases,
  ...unknownCases,
  ...lookupCases,
  ...concurrencyCases,
  ...crashCases,
  ...secretCases,
  ...webhookCases,
]
