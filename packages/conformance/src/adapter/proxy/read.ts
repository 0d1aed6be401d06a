import type { IncomingMessage } from 'node:http'
import type { Seen } from './fault.js'

/** Takes a request apart, as far as it can be read: what cannot has no fields. */
export const seenIn = (request: IncomingMessage, body: Buffer, basePath: string): Seen => {
  const url = new URL(request.url ?? '/', 'http://provider')
  const text = body.toString()
  const type = request.headers['content-type'] ?? ''
  const path = url.pathname.startsWith(basePath) ? url.pathname.slice(basePath.length) : url.pathname
  return {
    method: request.method ?? '',
    path,
    query: url.search,
    headers: request.headers,
    text,
    ...fieldsIn({ type, text, query: url.searchParams }),
  }
}

const fieldsIn = ({
  type,
  text,
  query,
}: {
  readonly type: string
  readonly text: string
  readonly query: URLSearchParams
}): Pick<Seen, 'fields' | 'digits'> => {
  if (text === '') return same(Object.fromEntries(query))
  if (type.startsWith('application/x-www-form-urlencoded')) return same(Object.fromEntries(new URLSearchParams(text)))
  if (type.startsWith('multipart/form-data')) return same(formFields(type, text))
  return { fields: jsonIn(text), digits: jsonIn(numbersAsText(text)) }
}

const same = (fields: unknown): Pick<Seen, 'fields' | 'digits'> => ({ fields, digits: fields })

/** Undefined where it is no JSON. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const TEXT_OR_NUMBER = /("(?:[^"\\]|\\.)*")|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** JSON in which every number is a text of its digits: a double would show what it has made of them. */
const numbersAsText = (json: string): string =>
  json.replace(TEXT_OR_NUMBER, (token, text: string | undefined) => text ?? `"${token}"`)

/** Text fields only, which is all that a form of a payment provider has. */
const formFields = (type: string, text: string): Readonly<Record<string, string>> => {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1] ?? ''
  const parts = text.split(`--${boundary}`).slice(1, -1)
  return Object.fromEntries(
    parts.flatMap((part) => {
      const [head = '', ...rest] = part.replace(/^\r\n/, '').replace(/\r\n$/, '').split('\r\n\r\n')
      const name = /name="([^"]*)"/i.exec(head)?.[1]
      return name === undefined ? [] : [[name, rest.join('\r\n\r\n')]]
    }),
  )
}
