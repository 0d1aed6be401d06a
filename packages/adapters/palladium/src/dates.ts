const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const JAKARTA_MS = 7 * HOUR_MS
const WIRE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/

/**
 * The date to ask for, so that the instrument lives at least until `expiresAt`.
 *
 * The field holds a date only, and the provider ends it at that date's midnight in UTC: its sample sends
 * `2024-01-21` and gets `2024-01-21 07:00:00`, Jakarta time. So the day is rounded up: the instrument lives up to a
 * day longer than asked and never shorter; the answer's `expiresAt` says what was really set.
 */
export const expirationDate = (expiresAt: string): string =>
  new Date(Math.ceil(Date.parse(expiresAt) / DAY_MS) * DAY_MS).toISOString().slice(0, 10)

/**
 * The instant of a time that the provider prints without a zone: Jakarta's, UTC+7 all year. Undefined where the
 * text is not such a time; an expiry that cannot be read must not cost the merchant the instrument.
 */
export const instantFrom = (text: string | null | undefined): string | undefined => {
  const parts = WIRE.exec(text ?? '')
  if (parts === null) return undefined
  const utc = `${parts[1]}T${parts[2]}.000Z`
  const local = new Date(utc)
  // A day like 30 February would be carried into March.
  if (Number.isNaN(local.getTime()) || local.toISOString() !== utc) return undefined
  return new Date(local.getTime() - JAKARTA_MS).toISOString()
}

/** The first and the last day of a period, as days in Jakarta. */
export const daysOf = ({ from, to }: { readonly from: string; readonly to: string }) => ({
  first: jakartaDay(Date.parse(from)),
  last: jakartaDay(Date.parse(to) - 1),
})

const jakartaDay = (ms: number): string => new Date(ms + JAKARTA_MS).toISOString().slice(0, 10)
