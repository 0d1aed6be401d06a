import { randomBytes } from 'node:crypto'
import type { Endpoint } from '../adapter/endpoint.js'
import { writeJson } from './json.js'

/** A request as it goes onto the wire, before authorization. */
export interface EncodedRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** A field that cannot be carried: refused before anything is sent. */
export class UnencodableField extends Error {
  override readonly name = 'UnencodableField'
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message)
  }
}

const PARAMETER = /\{(\w+)\}/g

/** Puts the input where the endpoint says: path parameters first, then query, JSON or form fields. */
export const encode = (endpoint: Endpoint, input: Readonly<Record<string, unknown>>): EncodedRequest => {
  const inPath = new Set<string>()
  const path = endpoint.path.replace(PARAMETER, (_, name: string) => {
    inPath.add(name)
    return pathSegment(name, input[name])
  })
  const rest =
    inPath.size === 0 ? input : Object.fromEntries(Object.entries(input).filter(([name]) => !inPath.has(name)))
  switch (endpoint.encoding) {
    case 'query':
      return { path: path + queryOf(rest), headers: {}, body: undefined }
    case 'json':
      return jsonBody(path, rest)
    case 'multipart':
      return multipartBody(path, rest)
  }
}

const pathSegment = (name: string, value: unknown): string => {
  const text = scalar(name, value)
  if (text === '' || text === '.' || text === '..') throw new UnencodableField(name, 'cannot be part of a path')
  return encodeURIComponent(text)
}

const queryOf = (fields: Readonly<Record<string, unknown>>): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.append(name, scalar(name, value))
  return query.size === 0 ? '' : `?${query}`
}

const jsonBody = (path: string, fields: Readonly<Record<string, unknown>>): EncodedRequest => {
  const body = writeJson(fields)
  return {
    path,
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
    body,
  }
}

// Text fields only, and by hand: what encoders read of their options and values is inherited from Object.prototype.
const multipartBody = (path: string, fields: Readonly<Record<string, unknown>>): EncodedRequest => {
  const boundary = `polyrail-${randomBytes(24).toString('hex')}`
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${boundary}\r\n${disposition(name)}\r\n\r\n${scalar(name, value)}\r\n`)
  const body = `${parts.join('')}--${boundary}--\r\n`
  return {
    path,
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  }
}

const disposition = (name: string): string => {
  if (!/^[\w.[\]-]+$/.test(name)) throw new UnencodableField(name, 'is no name of a form field')
  return `Content-Disposition: form-data; name="${name}"`
}

const scalar = (name: string, value: unknown): string => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new UnencodableField(name, 'expected a text, a number or a boolean')
  }
  const text = String(value)
  // A line break or NUL in a form field or a path is how one field becomes two.
  if (/[\r\n\0]/.test(text)) throw new UnencodableField(name, 'must not contain line breaks or NUL')
  if (/\p{Surrogate}/u.test(text)) throw new UnencodableField(name, 'must not contain half a character')
  return text
}
