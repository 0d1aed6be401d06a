import { createHmac } from 'node:crypto'

/** The headers that a callback is known by. */
export const sealOf = (body: Uint8Array, secret: string): Readonly<Record<string, string>> => ({
  'acme-pay-signature': createHmac('sha256', secret).update(body).digest('hex'),
})

/** Tells what happens in the books, in that order, to whoever wants to hear it. */
export class Callbacks {
  readonly #secret: string
  #url: string | undefined
  #count = 0
  #sending: Promise<unknown> = Promise.resolve()

  constructor(secret: string) {
    this.#secret = secret
  }

  sendTo(url: string): void {
    this.#url = url
  }

  /** Resolves when everything has been sent. */
  idle(): Promise<unknown> {
    return this.#sending
  }

  tell(type: string, data: object): void {
    const url = this.#url
    if (url === undefined) return
    this.#count += 1
    // As it is now, whatever becomes of it later.
    const body = Buffer.from(JSON.stringify({ id: `ev_${String(this.#count)}`, type, data }))
    const headers = { 'content-type': 'application/json', ...sealOf(body, this.#secret) }
    this.#sending = this.#sending.then(() => fetch(url, { method: 'POST', headers, body }))
  }
}
