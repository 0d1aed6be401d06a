import type { Screen } from '../screen/screen.js'
import type { Teller } from './play.js'

/** One JSON document at the end, and nothing before. */
export const jsonTeller = (screen: Screen): Teller => ({
  begin: () => undefined,
  tell: () => undefined,
  end: (report) => screen.line(JSON.stringify(report, undefined, 2)),
})
