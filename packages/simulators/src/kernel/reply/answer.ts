import type { StatusReply } from '../faults/fault.js'

/** A complete HTTP answer, not yet on the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const answer = (status: number, contentType: string, body: Buffer | string): Answer => ({
  status,
  headers: { 'content-type': contentType },
  body: Buffer.from(body),
})

export const jsonAnswer = (status: number, body: Buffer | string): Answer => answer(status, 'application/json', body)

/** Puts another status, page or label in place of the right answer. */
export function replace(right: Answer, fault: StatusReply, errorText: (status: number, message: string) => string) {
  switch (fault.kind) {
    case 'ok':
      return right
    case 'error': {
      const body = errorText(fault.status, fault.message ?? PHRASES.get(fault.status) ?? `Error ${fault.status}`)
      return withHeaders(jsonAnswer(fault.status, body), { 'retry-after': fault.retryAfter })
    }
    case 'html': {
      const page = `<!DOCTYPE html>\n<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>\n`
      return withHeaders(answer(fault.status, 'text/html', page), { 'retry-after': fault.retryAfter })
    }
    case 'redirect':
      return withHeaders(answer(fault.status ?? 307, 'text/html', ''), { location: fault.location })
    case 'empty':
      return { ...right, status: fault.status ?? right.status, body: Buffer.alloc(0) }
    case 'content-type':
      return withHeaders(right, { 'content-type': fault.contentType })
  }
}

const PHRASES = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthenticated.'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [409, 'Conflict'],
  [429, 'Too Many Attempts.'],
  [500, 'Server Error'],
  [503, 'Service Unavailable'],
])

function withHeaders(right: Answer, headers: Readonly<Record<string, string | number | undefined>>): Answer {
  const all: Record<string, string> = { ...right.headers }
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) all[name] = String(value)
  return { ...right, headers: all }
}
