import type { Money } from '@polyrail/core'
import type { World } from './world.js'

/** One part of the story, before it is played. */
export interface Step {
  readonly id: string
  /** Under which heading it stands. */
  readonly part: string
  readonly title: string
  readonly reference?: string
  readonly amount?: Money
  readonly play: (world: World) => Promise<readonly Moment[]>
}

/** Something that happened, in words for whoever watches and in values for whoever checks. */
export interface Moment {
  readonly text: string
  /** What polyrail says of the payment from now on; `refused` for a call that threw. */
  readonly status?: string
  readonly reference?: string
  /** Requests that were sent to the provider for this call and could have created something. */
  readonly requestsSent?: number
  readonly error?: { readonly name: string; readonly code: string; readonly message: string }
  /** The text of a QR code that the payer is shown. */
  readonly qrCode?: string
}

/** A step that was played. */
export type Chapter = Omit<Step, 'play'> & { readonly moments: readonly Moment[] }
