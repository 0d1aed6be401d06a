import { Refusal } from './errors.js'

const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=?]{1,70}$/
const DISPOSITION = /^form-data; name="([^"\r\n]*)"$/i
const PLAIN_TEXT = /^text\/plain(; ?charset=utf-8)?$/i
const MAX_PARTS = 100

/**
 * Reads a multipart/form-data body as RFC 7578 writes it, and forgives nothing: only text fields, each once, no
 * preamble, no epilogue. It is written for this package on purpose, since a library shared with a sender would agree
 * with its mistakes.
 */
export function readMultipart(contentType: string, body: Buffer): Readonly<Record<string, string>> {
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`)
  if (!body.subarray(0, delimiter.length).equals(delimiter)) throw malformed('it does not begin with its boundary')
  const fields = new Map<string, string>()
  let position = delimiter.length
  for (let parts = 0; parts <= MAX_PARTS; parts += 1) {
    const next = body.toString('latin1', position, position + 2)
    if (next === '--') return finish(fields, body.subarray(position + 2))
    if (next !== '\r\n') throw malformed('a boundary is not followed by CRLF')
    position += 2
    // RFC 2046: the CRLF before a boundary belongs to the boundary.
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), position)
    if (end === -1) throw malformed('the last boundary is missing')
    const [name, value] = readPart(body.subarray(position, end))
    if (fields.has(name)) throw malformed(`the field ${name} is given twice`)
    fields.set(name, value)
    position = end + 2 + delimiter.length
  }
  throw malformed('it has too many parts')
}

function boundaryOf(contentType: string): string {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim())
  if (type.toLowerCase() !== 'multipart/form-data') throw new Refusal(415, 'Unsupported Media Type')
  const boundaries = parameters.map((part) => /^boundary=(?:"([^"]+)"|([^"]+))$/i.exec(part))
  const boundary = boundaries[0]?.[1] ?? boundaries[0]?.[2] ?? ''
  if (boundaries.length !== 1 || !BOUNDARY.test(boundary)) throw malformed('the boundary is missing or not allowed')
  return boundary
}

function readPart(part: Buffer): readonly [name: string, value: string] {
  // A part whose header section is empty begins with the blank line; it has no name either.
  const split = part.indexOf('\r\n\r\n')
  if (split === -1) throw malformed('a part has no blank line after its headers')
  let name: string | undefined
  for (const line of part.toString('latin1', 0, split).split('\r\n')) {
    const [, header = '', value = ''] = /^([A-Za-z-]+): ?(.*)$/.exec(line) ?? []
    if (header.toLowerCase() === 'content-disposition' && name === undefined) name = DISPOSITION.exec(value)?.[1]
    else if (header.toLowerCase() !== 'content-type' || !PLAIN_TEXT.test(value)) {
      throw malformed(`a part has a header that is not expected: ${line}`)
    }
  }
  if (name === undefined || !/^[A-Za-z_]+$/.test(name)) throw malformed('a part has no plain field name, or a filename')
  return [name, utf8(part.subarray(split + 4), name)]
}

function utf8(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw malformed(`the field ${name} is not UTF-8`, cause)
  }
}

function finish(fields: ReadonlyMap<string, string>, rest: Buffer): Readonly<Record<string, string>> {
  if (rest.length > 0 && rest.toString('latin1') !== '\r\n') throw malformed('there are bytes after the last boundary')
  return Object.fromEntries(fields)
}

function malformed(why: string, cause?: unknown): Refusal {
  const refusal = new Refusal(400, `The multipart body is malformed: ${why}.`)
  if (cause !== undefined) refusal.cause = cause
  return refusal
}
