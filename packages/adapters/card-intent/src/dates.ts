const DAY_MS = 86_400_000

/** `02/04/2031`, the day of an instant in UTC: which zone the provider means is not stated; its operations are in UTC. */
export const dayFirst = (instant: string | number): string =>
  new Date(instant).toISOString().slice(0, 10).split('-').reverse().join('/')

/** The midnight at which, or the one after which, a span ends: the provider's last day is left out of its lists. */
export const dayAfter = (end: string): number => Math.ceil(Date.parse(end) / DAY_MS) * DAY_MS
