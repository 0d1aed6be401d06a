import { pino } from 'pino'

/** What core needs of a logger; pino and its children are one. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** The default: warnings and errors, as JSON lines on standard error. */
export const defaultLogger = (): Logger => pino({ name: 'polyrail', level: 'warn', base: null }, pino.destination(2))

/** A logger that fails must not change what becomes of a payment, so what it throws goes nowhere. */
export const shielded = (logger: Logger): Logger => {
  const level =
    (name: keyof Logger) =>
    (fields: object, message: string): void => {
      try {
        logger[name](fields, message)
      } catch {
        // There is nobody left to tell.
      }
    }
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
}
