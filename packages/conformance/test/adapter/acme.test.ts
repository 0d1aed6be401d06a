import { describeConformance, planFor, runAdapterCase, titleOf } from '@polyrail/conformance'
import { hintingSubject } from './acme/hinting.js'
import { acmeSubject } from './acme/world.js'

describeConformance('acme', acmeSubject())

describe('an acme that only hints keeps the promises of', () => {
  const subject = hintingSubject()
  for (const planned of planFor(subject)) {
    if (planned.case.group === 'webhooks') it(titleOf(planned), () => runAdapterCase(planned, subject))
  }
})
