import { HOUR_MS, MINUTE_MS, parseDateTime } from '../kernel/calendar.js'

const DAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS: readonly string[] = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** ISO or RFC 2822; undefined for any other text, and for a moment that is not in the calendar. */
export const readMoment = (text: string): number | undefined => readIso(text) ?? readRfc2822(text)

const ZONED = /^(.+T.+)(Z|[+-]\d{2}:?\d{2})$/
const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/

/** Without a zone it is read as UTC, as the example is answered. */
function readIso(text: string): number | undefined {
  const [, local = text, zone = 'Z'] = ZONED.exec(text) ?? []
  const [, day = '', minute = '00:00', second = '00', fraction = ''] = LOCAL.exec(local) ?? []
  const at = inUtc(`${day}T${minute}:${second}`, zone)
  return at === undefined ? undefined : at + Number(fraction.padEnd(3, '0').slice(0, 3))
}

const RFC_2822 =
  /^(?:([A-Z][a-z]{2}), )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2})(?::(\d{2}))? ([+-]\d{4}|GMT|UT)$/

function readRfc2822(text: string): number | undefined {
  const [, weekday, day = '', month = '', year = '', minute = '', second = '00', zone = ''] = RFC_2822.exec(text) ?? []
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
  const local = `${year}-${number}-${day.padStart(2, '0')}T${minute}:${second}`
  if (weekday !== undefined && weekday !== DAYS[new Date(parseDateTime(local) ?? 0).getUTCDay()]) return undefined
  return inUtc(local, zone)
}

function inUtc(local: string, zone: string): number | undefined {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS)
  const at = parseDateTime(local)
  return at === undefined ? undefined : at - ahead
}
