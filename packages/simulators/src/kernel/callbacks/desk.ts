import type { Clock } from '../clock.js'
import { SimulatorError } from '../errors.js'
import type { CallbackFault, Fault } from '../faults/fault.js'
import { ulid } from '../identifiers.js'
import { isRecord, type JsonObject } from '../json.js'
import type { Timeline } from '../timeline.js'
import type { CallbackAttempt, CallbackMatch, Callbacks } from './callback.js'
import { Courier, type Sending, type Told } from './courier.js'
import type { AnnouncedNotice, Announcer, CallbackStyle, Message, Notice } from './style.js'

interface Office {
  readonly style: CallbackStyle
  readonly clock: Clock
  readonly timeline: Timeline
  /** Aborted when the simulator closes. */
  readonly signal: AbortSignal
  /** The next fault for this notice among those that the check lets pass. */
  readonly takeFault: (notice: Notice, fits: (fault: CallbackFault) => boolean) => Fault | undefined
}

const KEPT = 10_000
/** More than the 16 KiB that node:http takes as a whole header section by default. */
const OVERSIZE_BYTES = 17 * 1_024

/** Hears what happens at the provider, and has it told: at once and truly, unless a fault wants it otherwise. */
export class CallbackDesk implements Callbacks, Announcer {
  readonly events: readonly string[]
  readonly #office: Office
  readonly #courier: Courier
  readonly #told: Told[] = []
  #held: Sending[] = []
  /** What each fault of the kind `reordered` holds until it has enough. */
  readonly #groups = new Map<Fault, Sending[]>()
  #early: Promise<void>[] = []

  constructor(office: Office) {
    const { style, clock, timeline, signal } = office
    const { url, retryAfterMs, timeoutMs, creations, changes } = style
    this.#office = office
    this.events = [...creations, ...changes]
    this.#courier = new Courier({ url, retryAfterMs, timeoutMs, clock, timeline, signal })
  }

  get delivered(): readonly CallbackAttempt[] {
    return this.#courier.delivered
  }

  sendTo(url: string | undefined): void {
    if (url !== undefined && this.events.length === 0) {
      throw new SimulatorError('bad_option', 'this provider has no callbacks')
    }
    this.#courier.sendTo(url)
  }

  changed(notice: Notice): void {
    if (!this.#courier.isListenedTo) return
    this.#tell(
      notice,
      this.#office.takeFault(notice, ({ kind }) => kind !== 'before-reply'),
    )
  }

  created(notice: Notice): void {
    if (!this.#courier.isListenedTo) return
    const { style, takeFault } = this.#office
    const isSilent = !style.creations.includes(notice.event)
    const fault = takeFault(notice, ({ kind }) => !isSilent || kind === 'before-reply')
    if (!isSilent || fault !== undefined) this.#tell(notice, fault)
  }

  /** Ends when what was to be delivered before a reply has been attempted. */
  async early(): Promise<void> {
    const early = this.#early
    this.#early = []
    await Promise.all(early)
  }

  async idle(): Promise<void> {
    await this.#courier.idle()
  }

  release(): void {
    const held = this.#held
    this.#held = []
    for (const sending of held) this.#send(sending)
    for (const [fault, group] of this.#groups) this.#deliverGroup(fault, group)
  }

  resend(match: CallbackMatch): number {
    const wanted = readMatch(match)
    if (!this.#courier.isListenedTo) throw bad('there is no URL to send to: see sendTo')
    const found = this.#told.filter((told) => wanted.every(([name, value]) => told[name] === value))
    if (found.length === 0) throw bad('there is no such callback')
    for (const told of found) this.#send({ told, message: told.genuine })
    return found.length
  }

  async close(): Promise<void> {
    await this.#courier.close()
  }

  #tell(notice: Notice, fault: Fault | undefined): void {
    const { style, clock, timeline } = this.#office
    const { event, providerId, reference } = notice
    const announced = { ...notice, callbackId: ulid(notice.at) }
    const message = style.write(announced)
    const told: Told = { event, providerId, reference, genuine: message, attempts: 0 }
    this.#remember(told)
    const twist = fault?.callback
    if (fault === undefined || twist === undefined) {
      this.#send({ told, message })
      return
    }
    const sending = { told, message, fault: twist.kind }
    switch (twist.kind) {
      case 'never':
        return
      case 'before-reply':
        this.#early.push(this.#courier.send(sending))
        return
      case 'twice':
        for (let copy = 0; copy < (twist.count ?? 2); copy += 1) this.#send(sending)
        return
      case 'late':
        if (twist.byMs === undefined) this.#held.push(sending)
        else timeline.at(clock.now().getTime() + twist.byMs, () => this.#send(sending))
        return
      case 'reordered':
        this.#hold(fault, sending)
        return
      case 'forged':
        this.#send({ ...sending, message: style.forge(message) })
        return
      case 'tampered':
        this.#send({ ...sending, message: tamper(style, announced) })
        return
      case 'wrong-path':
        this.#send({ ...sending, misdirect: (url) => wrongPath(url, twist.path) })
        return
      case 'oversize-header':
        this.#send({ ...sending, message: oversize(style, announced, twist.bytes ?? OVERSIZE_BYTES) })
        return
    }
  }

  #send(sending: Sending): void {
    void this.#courier.send(sending)
  }

  #hold(fault: Fault, sending: Sending): void {
    const group = [...(this.#groups.get(fault) ?? []), sending]
    this.#groups.set(fault, group)
    if (group.length === fault.times) this.#deliverGroup(fault, group)
  }

  #deliverGroup(fault: Fault, group: readonly Sending[]): void {
    this.#groups.delete(fault)
    for (const sending of group.toReversed()) this.#send(sending)
  }

  #remember(told: Told): void {
    this.#told.push(told)
    if (this.#told.length >= 2 * KEPT) this.#told.splice(0, KEPT)
  }
}

function wrongPath(url: string, path: string | undefined): string {
  const other = new URL(url)
  other.pathname = path ?? `${other.pathname}-other`
  return other.href
}

const showing = (notice: AnnouncedNotice, change: (object: JsonObject) => JsonObject): AnnouncedNotice => ({
  ...notice,
  show: () => change(notice.show()),
})

/** Genuine headers on a plain body that says something else. */
const tamper = (style: CallbackStyle, notice: AnnouncedNotice): Message => ({
  headers: style.write(notice).headers,
  body: style.write(showing(notice, style.falsify)).body,
})

/** Genuine, but too much: the object is padded where headers carry it, and a header of padding stands in elsewhere. */
function oversize(style: CallbackStyle, notice: AnnouncedNotice, bytes: number): Message {
  const padding = 'x'.repeat(bytes)
  const padded = style.write(showing(notice, (object) => ({ ...object, padding })))
  if (Object.values(padded.headers).some((value) => value.length >= bytes)) return padded
  const { headers, body } = style.write(notice)
  return { headers: { ...headers, 'X-Padding': padding }, body }
}

const NAMES: readonly (keyof CallbackMatch)[] = ['event', 'providerId', 'reference']

/** The match may come as JSON, and a misspelt one would fit everything. */
function readMatch(input: unknown): readonly (readonly [keyof CallbackMatch, string])[] {
  const fields = isRecord(input) ? input : {}
  const wanted = NAMES.flatMap((name): readonly (readonly [keyof CallbackMatch, string])[] => {
    const value = fields[name]
    return typeof value === 'string' ? [[name, value]] : []
  })
  if (wanted.length === 0 || wanted.length < Object.keys(fields).length)
    throw bad(`name callbacks by ${NAMES.join(', ')}`)
  return wanted
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_action', message)
