import { createHmac } from 'node:crypto'
import type { ServerCallbacks } from '@polyrail/conformance'

export const SEAL = 'seal-of-acme'
export const OTHER_SEAL = 'seal-of-acme-2'

/** The body a second time, in base64, and the HMAC of that text; and a token, which says nothing of the body. */
export const sealOf = (body: Uint8Array, secret: string): Readonly<Record<string, string>> => {
  const data = Buffer.from(body).toString('base64')
  return { 'X-Acme-Data': data, 'X-Acme-Seal': createHmac('sha256', secret).update(data).digest('hex') }
}

export const tokenOf = (_: Uint8Array, secret: string): Readonly<Record<string, string>> => ({ 'X-Acme-Token': secret })

/** Tells what happens in the books, to whoever wants to hear it. */
export class Callbacks implements ServerCallbacks {
  #url: string | undefined
  #count = 0
  #sending: Promise<unknown> = Promise.resolve()

  sendTo(url: string): void {
    this.#url = url
  }

  idle(): Promise<unknown> {
    return this.#sending
  }

  /** As it is now, whatever becomes of it later. */
  tell(event: string, thing: object): void {
    const url = this.#url
    if (url === undefined) return
    this.#count += 1
    const delivery = `delivery-${String(this.#count).padStart(6, '0')}`
    const body = Buffer.from(JSON.stringify({ delivery, event, thing }))
    const headers = {
      ...{ 'content-type': 'application/json', 'x-acme-delivery': delivery },
      ...sealOf(body, SEAL),
      ...tokenOf(body, SEAL),
    }
    this.#sending = this.#sending.then(() => fetch(url, { method: 'POST', headers, body }))
  }
}
