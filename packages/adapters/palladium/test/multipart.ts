import assert from 'node:assert/strict'

/** The fields of a form in their order, read by the letter: nothing before, between or after the parts. */
export const multipartFields = (contentType: string | undefined, body: string): [name: string, value: string][] => {
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(contentType ?? '')?.[1]
  assert.ok(boundary, `expected a form, got ${contentType}`)
  const parts = body.split(`--${boundary}`)
  assert.equal(parts[0], '')
  assert.match(parts.at(-1) ?? '', /^--(\r\n)?$/)
  return parts.slice(1, -1).map((part) => {
    const [, name, value] = /^\r\nContent-Disposition: form-data; name="([^"]+)"\r\n\r\n([^]*)\r\n$/.exec(part) ?? []
    assert.ok(name !== undefined && value !== undefined, `expected a plain field, got ${JSON.stringify(part)}`)
    return [name, value]
  })
}
