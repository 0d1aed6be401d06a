const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

/** mocha's spec reporter, which also leaves the counts in a file for `scripts/test.mjs`. */
module.exports = class SummaryReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats
      writeFileSync(options.reporterOptions.summary, JSON.stringify({ passed: passes, failed: failures }))
    })
  }
}
