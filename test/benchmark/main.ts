import { parseArgs } from 'node:util'
import { profileText, textOf } from './print.js'
import { runBenchmark, runProfile } from './run.js'
import { DEFAULT, PROFILED_NAMES, QUICK } from './settings.js'

const USAGE = `npm run bench -- [--quick] [--json] [--profile ${PROFILED_NAMES.join(' | ')}]`

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, profile: { type: 'string' } },
  })
  const settings = values.quick === true ? QUICK : DEFAULT
  const profiled = PROFILED_NAMES.find((name) => name === values.profile)
  if (values.profile !== undefined && profiled === undefined) throw new Error(USAGE)
  const json = (report: unknown): string => JSON.stringify(report, undefined, 2)
  if (profiled === undefined) {
    const report = await runBenchmark(settings)
    console.log(values.json === true ? json(report) : textOf(report))
  } else {
    const report = await runProfile(profiled, settings)
    console.log(values.json === true ? json(report) : profileText(report))
  }
}

await main()
