import { DAY_MS, localDate, localTime, MINUTE_MS, parseDate, parseDateTime, SECOND_MS } from '../kernel/calendar.js'
import { bad } from './fields.js'
import { BOGOTA_MS } from './state.js'

const LAST_DAY = 7
/** A link ends shortly after its time, how shortly is not said. */
export const GRACE_MS = MINUTE_MS

/**
 * When a link ends: a local time, or a local date, which means its last second. Not before now, not after the end of
 * the 7th day from creation; without one, the end of the day after creation.
 */
export function expiration(sent: string | undefined, now: number): number {
  if (sent === undefined) return endOfDay(now, 1)
  const at = readLocal(sent)
  if (at === undefined) throw bad('expiration must be a date and time as YYYY-MM-DDTHH:mm:ss.')
  if (at < now) throw bad('expiration must not be in the past.')
  if (at > endOfDay(now, LAST_DAY)) throw bad(`expiration must not be after the end of day ${LAST_DAY}.`)
  return at
}

// The newer pages want a time, the older ones a date alone.
function readLocal(sent: string): number | undefined {
  const date = parseDate(sent)
  const wall = date === undefined ? parseDateTime(sent) : date + DAY_MS - SECOND_MS
  return wall === undefined ? undefined : wall - BOGOTA_MS
}

function endOfDay(now: number, daysLater: number): number {
  const wall = now + BOGOTA_MS
  return wall - (wall % DAY_MS) + (daysLater + 1) * DAY_MS - SECOND_MS - BOGOTA_MS
}

export const showExpiration = (at: number): string => `${localDate(at, BOGOTA_MS)}T${localTime(at, BOGOTA_MS)}`
