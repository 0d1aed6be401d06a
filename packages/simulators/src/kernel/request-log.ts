import type { IncomingHttpHeaders } from 'node:http'

/**
 * `reading`: in progress. `refused`: answered with an error and not executed. `accepted`: executed, or looked up. `late`: will be or
 * was executed later. `not-accepted`: a fault kept it from being executed. `aborted`: the client left in mid-request.
 */
export type Verdict = 'reading' | 'refused' | 'accepted' | 'late' | 'not-accepted' | 'aborted'

/** One request as it arrived, and what became of it. */
export interface RequestRecord {
  readonly sequence: number
  readonly at: string
  readonly method: string
  /** Path and query as they were on the wire. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The endpoint's name; absent for a path that does not exist. */
  readonly endpoint?: string
  /** The fields of the body or of the query, once they could be read. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly reference?: string
  readonly verdict: Verdict
  /** The HTTP status that was put on the wire; absent if none was. */
  readonly status?: number
}

export type OpenRecord = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] }

const KEPT = 10_000

export class RequestLog {
  readonly records: OpenRecord[] = []
  #sequence = 0

  open(arrival: Pick<RequestRecord, 'at' | 'method' | 'path' | 'headers'>): OpenRecord {
    const record: OpenRecord = { sequence: ++this.#sequence, ...arrival, fields: {}, verdict: 'reading' }
    this.records.push(record)
    // Trimmed rarely and by half, so that a long run does not shift the array at every request.
    if (this.records.length >= 2 * KEPT) this.records.splice(0, KEPT)
    return record
  }
}
