/** The moments at which a process that takes and tells may be killed from within. */
export const MAIL_POINTS = [
  'before a delivery is kept',
  'after a delivery was kept',
  'before deliveries are claimed',
  'after deliveries were claimed',
  'before evidence is recorded',
  'after evidence was recorded',
  'before a delivery is settled',
  'after a delivery was settled',
  'before the right to tell is claimed',
  'after the right to tell was claimed',
  'before events are read',
  'before a subscriber is told',
  'after a subscriber was told',
  'before progress is kept',
  'after progress was kept',
] as const
export type MailPoint = (typeof MAIL_POINTS)[number]

/** A library that is broken on purpose: the harness must see it. */
export const MAIL_POLICIES = [
  'acknowledge before keep',
  'done before applying',
  'advance before telling',
  'keep without key',
] as const
export type MailPolicy = (typeof MAIL_POLICIES)[number]

/** One life of a process that takes deliveries and tells a subscriber. */
export interface MailJob {
  readonly journal: string
  readonly url: string
  /** The subscriber's own file: one line for every event it was told, each flushed. */
  readonly file: string
  /** When its time began to run faster. */
  readonly began: number
  readonly suicide?: { readonly point: MailPoint; readonly nth: number }
  readonly policy?: MailPolicy
}

export const SUBSCRIBER = 'ledger'

/** A line of the subscriber's file. */
export interface ToldLine {
  readonly id: string
  readonly type: string
  readonly object: string
}
