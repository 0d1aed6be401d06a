import { createHash, createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { WebhookDelivery } from '@polyrail/core'
import { CALLBACK_TOKEN, INTEGRITY_KEY } from './platform.js'
import { signed, type Sent } from './signed.js'
import type { Chances } from './seeded.js'

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Two genuine deliveries, of which one can be spoiled by the other, and chance. */
interface Material {
  readonly sent: Sent
  readonly other: Sent
  readonly chance: Chances
}

export type Forgery = (material: Material) => WebhookDelivery

const ENCODED = 'x-encoded-data'
const SIGNATURE = 'x-signature'
const TOKEN = 'x-callback-token'

const withHeaders = (sent: Sent, changes: Headers): WebhookDelivery => ({
  ...sent,
  headers: { ...sent.headers, ...changes },
})

const textIn = ({ headers }: Sent, name: string): string => headers[name] ?? ''

/** What says who sends: the headers that the provider's proof stands in. */
const proofsOf = ({ provider }: Sent): readonly string[] => (provider === 'palomma' ? [ENCODED, SIGNATURE] : [TOKEN])

const flipped = (bytes: Buffer, { below }: Chances): Buffer => {
  const changed = Buffer.from(bytes)
  const bits = 1 + below(3)
  for (let bit = 0; bit < bits && changed.length > 0; bit += 1) {
    const place = below(changed.length)
    changed[place] = (changed[place] ?? 0) ^ (1 << below(8))
  }
  return changed
}

const changedText =
  (change: (text: string, material: Material) => string): Forgery =>
  (material) => {
    const name = material.chance.pick(proofsOf(material.sent))
    return withHeaders(material.sent, { [name]: change(textIn(material.sent, name), material) })
  }

const randomBytes = ({ below }: Chances, most: number): Buffer =>
  Buffer.from(Array.from({ length: below(most) }, () => below(256)))

/** Chunks of it are a huge body, so that a huge body costs nothing. */
const HUGE = Buffer.alloc(3 * 1_048_576, '{"a":')

const ACCOUNTS = [
  'palladium',
  'palomma',
  'PALOMMA',
  'palomma ',
  '',
  '__proto__',
  'constructor',
  'toString',
  '../palomma',
]

const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => Buffer.from(text, 'base64').toString('base64url'),
  (text) => text.replace(/=+$/, '') + '=='.repeat(2),
  (text) => `${text.slice(0, 20)}\n${text.slice(20)}`,
  (text) => ` ${text}`,
  (text) => `${text}\t`,
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => encodeURIComponent(text) + '%00',
  (text) => `\uFEFF${text}`,
  (text) => `sha256=${text}`,
  (text) => `Bearer ${text}`,
  (text) => text.split('').reverse().join(''),
]

const BODIES: readonly ((body: Buffer) => Buffer)[] = [
  (body) => Buffer.from(body.toString(), 'utf16le'),
  (body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
  (body) => Buffer.from(JSON.stringify(JSON.parse(body.toString()), undefined, 1)),
  (body) => gzipSync(body),
  (body) => Buffer.concat([body, Buffer.from('\n')]),
  (body) => Buffer.from(body.toString('base64')),
  (body) => Buffer.concat([body, Buffer.from([0xff, 0xfe])]),
  () => Buffer.alloc(0),
]

/** Not believed without a signature over it; nor, where nothing is signed, where it is no text. */
const spoiledBody = ({ sent }: Material, body: Buffer): WebhookDelivery =>
  sent.provider === 'palomma'
    ? { ...sent, body }
    : { ...sent, body: Buffer.concat([body.subarray(0, 5_000), Buffer.from([0xc3, 0x28])]) }

export const FORGERIES: Readonly<Record<string, Forgery>> = {
  'bits flipped in a header': changedText((text, { chance }) => flipped(Buffer.from(text), chance).toString('latin1')),
  'bits flipped in the body': (material) =>
    spoiledBody(material, flipped(Buffer.from(material.sent.body), material.chance)),
  'a header cut': changedText((text, { chance }) => text.slice(0, chance.below(text.length))),
  'the body cut': (material) => {
    const { body } = material.sent
    return spoiledBody(material, body.subarray(0, material.chance.below(body.length)))
  },
  'a header missing': ({ sent, chance }) => withHeaders(sent, { [chance.pick(proofsOf(sent))]: undefined }),
  'a header twice': ({ sent, other, chance }) => {
    const name = chance.pick(proofsOf(sent))
    const value = textIn(sent, name)
    const values = chance.pick([[value, value], [value, textIn(other, name)], ['', value], []])
    if (chance.random() < 0.5) return withHeaders(sent, { [name]: values })
    return withHeaders(sent, { [name.toUpperCase()]: values[0] ?? value })
  },
  'two headers in one': ({ sent, chance }) => {
    const headers = new Headers(sent.headers)
    const name = chance.pick(proofsOf(sent))
    headers.append(name, textIn(sent, name))
    return { ...sent, headers }
  },
  'another key': ({ sent, chance }) => {
    const key = chance.pick(['', 'key', INTEGRITY_KEY.toUpperCase(), `${INTEGRITY_KEY} `, CALLBACK_TOKEN, 'undefined'])
    if (sent.provider === 'palladium') return withHeaders(sent, { [TOKEN]: key === CALLBACK_TOKEN ? 'null' : key })
    return signed(JSON.parse(sent.body.toString()) as Parameters<typeof signed>[0], key)
  },
  'another algorithm': ({ sent, chance }) => {
    const text = textIn(sent, proofsOf(sent)[0] ?? '')
    const [name, form] = [chance.pick(['md5', 'sha1', 'sha384', 'sha512']), chance.pick(['hex', 'base64'] as const)]
    const digest = createHmac(name, INTEGRITY_KEY).update(text).digest(form)
    const plain = createHash('sha256').update(text).digest(form)
    return withHeaders(sent, { [proofsOf(sent).at(-1) ?? '']: chance.pick([digest, plain]) })
  },
  'another provider': ({ sent, chance }) => ({
    ...sent,
    provider: chance.pick(ACCOUNTS.filter((account) => account !== sent.provider)),
  }),
  'the proof of another delivery': ({ sent, other, chance }) => {
    if (sent.provider === 'palladium') return withHeaders(sent, { [TOKEN]: undefined, [SIGNATURE]: CALLBACK_TOKEN })
    const name = chance.pick(proofsOf(sent))
    return chance.random() < 0.5
      ? withHeaders(sent, { [name]: textIn(other, name) })
      : { ...sent, headers: other.headers }
  },
  'another spelling of a header': changedText((text, { chance }) => chance.pick(SPELLINGS)(text)),
  'another encoding of the body': (material) =>
    spoiledBody(material, material.chance.pick(BODIES)(Buffer.from(material.sent.body))),
  'a huge body': ({ sent, chance }) => {
    const from = sent.provider === 'palomma' ? 70_000 : 1_048_577
    return { ...sent, body: HUGE.subarray(0, from + chance.below(HUGE.length - from)) }
  },
  'a huge header': changedText((text, { chance }) =>
    text.repeat(Math.ceil((16_384 + chance.below(60_000)) / text.length)),
  ),
  'random bytes': ({ sent, chance }) => ({
    provider: sent.provider,
    headers: Object.fromEntries(
      [...proofsOf(sent), 'content-type'].map((name) => [name, randomBytes(chance, 200).toString('latin1')]),
    ),
    body: randomBytes(chance, 400),
  }),
  'nothing at all': ({ sent }) => ({ provider: sent.provider, headers: {}, body: new Uint8Array() }),
}

/**
 * Whether it is the provider's word after all, spelt in another way: a hexadecimal digit in the other case, say. Found
 * out here once more, by other means than the adapters'.
 */
export const isGenuine = ({ provider, headers, body }: WebhookDelivery): boolean => {
  if (headers instanceof Headers) return false
  const values = (name: string): readonly string[] =>
    Object.entries(headers).flatMap(([key, value]) =>
      key.toLowerCase() === name && value !== undefined ? [value].flat() : [],
    )
  if (provider === 'palladium')
    return body.length <= 1_048_576 && values(TOKEN).join() === CALLBACK_TOKEN && isText(body)
  const [encoded = '', signature = ''] = [values(ENCODED), values(SIGNATURE)].map((all) => all.join())
  const proof = createHmac('sha256', INTEGRITY_KEY).update(encoded).digest()
  const isProof = signature.toLowerCase() === proof.toString('hex') || Buffer.from(signature, 'base64').equals(proof)
  return provider === 'palomma' && isProof && encoded === Buffer.from(body).toString('base64')
}

const isText = (body: Uint8Array): boolean => Buffer.from(Buffer.from(body).toString()).equals(body)
