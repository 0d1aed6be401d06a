const BOGOTA_MS = -5 * 3_600_000
const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?$/

/**
 * The instant as the provider wants it: local time without a zone. The zone is not stated; the merchants are
 * Colombian, and Colombia is at UTC-5 all year. A fraction of a second is dropped.
 */
export const bogotaTime = (instant: string): string =>
  new Date(Date.parse(instant) + BOGOTA_MS).toISOString().slice(0, 19)

/**
 * The instant of an expiration in either of the documented forms; a date alone, the older form, means the end of
 * that day. Undefined for any other text: an expiry that cannot be read must not cost the merchant the link.
 */
export const instantFrom = (text: string | null | undefined): string | undefined => {
  const parts = LOCAL.exec(text ?? '')
  if (parts === null) return undefined
  const local = `${parts[1]}T${parts[2] ?? '23:59:59'}.000Z`
  const read = new Date(local)
  // A day like 30 February would be carried into March.
  if (Number.isNaN(read.getTime()) || read.toISOString() !== local) return undefined
  return new Date(read.getTime() - BOGOTA_MS).toISOString()
}
