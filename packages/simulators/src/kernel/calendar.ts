export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Midnight UTC of a `YYYY-MM-DD` that exists in the calendar; otherwise undefined. */
export function parseDate(text: string): number | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseExact(`${text}T00:00:00`) : undefined
}

/** `YYYY-MM-DDTHH:mm:ss`, read as if it were UTC; undefined if there is no such moment. */
export function parseDateTime(text: string): number | undefined {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text) ? parseExact(text) : undefined
}

function parseExact(text: string): number | undefined {
  const at = Date.parse(`${text}Z`)
  // 30 February would roll over to March, so it must print as it was read.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? at : undefined
}

/** `YYYY-MM-DD` on the wall of a place with this offset from UTC. */
export const localDate = (at: number, offsetMs: number): string => new Date(at + offsetMs).toISOString().slice(0, 10)

/** `HH:mm:ss` on the wall of a place with this offset from UTC. */
export const localTime = (at: number, offsetMs: number): string => new Date(at + offsetMs).toISOString().slice(11, 19)

/** ISO 8601 in UTC to the second. */
export const isoSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`
