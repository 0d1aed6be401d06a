import type { HttpOutcome, HttpRequest, HttpTransport } from '../../src/index.js'

/** What a scripted provider does with one request. */
export type Reply =
  /** The connection fails: nothing is asked and nothing is written. */
  | { readonly before: HttpOutcome & { readonly kind: 'not_written' } }
  /** The request is written; `meanwhile` happens before the answer. */
  | { readonly after: HttpOutcome; readonly meanwhile?: () => unknown }

/** A reply that is made up only once the request is written. */
interface Written {
  readonly written: () => Reply
}

export const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  after: answered(status, body, headers),
})

export const answered = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpOutcome & { kind: 'answered' } => ({
  kind: 'answered',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

export const unreachable: Reply = { before: { kind: 'not_written', phase: 'connect', error: new Error('refused') } }
export const tlsFailure: Reply = { before: { kind: 'not_written', phase: 'tls', error: new Error('self-signed') } }
export const silence: Reply = { after: { kind: 'no_answer', phase: 'headers', error: new Error('reset') } }
export const cut: Reply = { after: { kind: 'no_answer', phase: 'body', error: new Error('closed') } }

export const refused = (status: number, error: string, code = 'E1'): Reply => answer(status, { error, code })

export interface ScriptedTransport extends HttpTransport {
  /** What was written, in order. */
  readonly sent: HttpRequest[]
  /** What was asked for, written or not. */
  readonly asked: HttpRequest[]
  closed: boolean
}

/** `count` is how often this path, without its query, was asked for. */
export type Script = (request: HttpRequest, count: number) => Reply | Written | Promise<Reply | Written>

/** A transport that keeps the port's order (connect, permission, write, answer) and does as it is told. */
export const scripted = (script: Script): ScriptedTransport => {
  const sent: HttpRequest[] = []
  const asked: HttpRequest[] = []
  const transport: ScriptedTransport = {
    sent,
    asked,
    closed: false,
    async send(request) {
      asked.push(request)
      const count = asked.filter(({ path }) => withoutQuery(path) === withoutQuery(request.path)).length
      const reply = await script(request, count)
      if ('before' in reply) return reply.before
      if (request.beforeWrite !== undefined) {
        const permission = await request.beforeWrite().catch(() => undefined)
        if (permission?.granted !== true || !permission.stillValid())
          return { kind: 'not_written', phase: 'permission' }
      }
      sent.push(request)
      const said = 'written' in reply ? reply.written() : reply
      if ('before' in said) throw new Error('it is written already')
      await said.meanwhile?.()
      return said.after
    },
    close: () => void (transport.closed = true),
  }
  return transport
}

/** Replies by path, each used once and in order; a request too many breaks the connection and is seen in `sent`. */
export const replies = (byPath: Readonly<Record<string, readonly Reply[]>>): ScriptedTransport =>
  scripted(({ path }, count) => byPath[withoutQuery(path)]?.[count - 1] ?? silence)

const withoutQuery = (path: string): string => path.replace(/\?.*$/, '')

export const bodyOf = ({ body }: HttpRequest): unknown => JSON.parse(String(body))
