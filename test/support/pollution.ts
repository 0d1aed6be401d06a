type Properties = Readonly<Record<string, unknown>>

/**
 * Words that a client of HTTP, an encoder of forms, or Node itself looks for in its options. Not `timeout` and
 * `encoding`: with these on every object Node's own streams fail, whoever uses them.
 */
const OPTIONS: Properties = {
  auth: { username: 'polluted', password: 'polluted' },
  headers: { 'x-polluted': 'yes', authorization: 'Bearer polluted' },
  common: { 'x-polluted': 'yes' },
  proxy: { host: '127.0.0.1', port: 9, protocol: 'http' },
  socketPath: '/tmp/polluted.sock',
  toJSON: 'polluted',
  then: 'polluted',
  baseURL: 'http://127.0.0.1:9',
  url: 'http://127.0.0.1:9/polluted',
  params: { polluted: 'yes' },
  paramsSerializer: { encode: 'polluted' },
  data: 'polluted',
  method: 'DELETE',
  host: '127.0.0.9',
  hostname: '127.0.0.9',
  port: 9,
  path: '/polluted',
  protocol: 'https:',
  query: 'polluted',
  agent: false,
  httpAgent: {},
  httpsAgent: {},
  defaultPort: 9,
  family: 6,
  setHost: false,
  maxRedirects: 5,
  maxContentLength: 1,
  maxBodyLength: 1,
  decompress: false,
  insecureHTTPParser: true,
  maxHeaderSize: 1,
  responseType: 'text',
  xsrfCookieName: 'polluted',
  withCredentials: true,
  rejectUnauthorized: false,
  allowAbsoluteUrls: true,
  formSerializer: { dots: true },
  filename: 'polluted',
  filepath: '/etc/passwd',
  contentType: 'text/polluted',
  boundary: 'polluted',
  beforeRedirects: {},
  env: { FormData: null },
  keepAlive: false,
  fresh: false,
  body: 'polluted',
}

/** Words of commands, answers and our own records. */
const FIELDS: Properties = {
  preparation: true,
  uses: ['polluted'],
  status: 'polluted',
  error: 'polluted',
  provider: 'polluted',
  providerId: 'polluted',
  supersedes: 'polluted',
  expiresAt: '2001-01-01T00:00:00Z',
  capture: 'manual',
  callbackToken: 'polluted',
  authScheme: 'raw',
  availableTypes: ['polluted'],
}

/** Words of what a command may say and ours do not: nobody asked for them. */
const ADDITIONS: Properties = {
  metadata: { polluted: 'yes' },
  notify: { to: 'polluted@example.com' },
  description: 'polluted',
  customer: { name: 'polluted' },
  targetMerchantAccountId: 'polluted',
  email_to: 'polluted@example.com',
  cursor: 'polluted',
}

/** What only a program of the same process can do: every object gives itself as this text. */
const FUNCTIONS: Properties = { toJSON: () => 'polluted' }

const PROPERTIES = { options: OPTIONS, fields: FIELDS, additions: ADDITIONS, functions: FUNCTIONS } as const

export interface Pollution {
  readonly with: keyof typeof PROPERTIES
  /** True after a merge of hostile JSON; false after a library that hides what it adds to every object. */
  readonly enumerable: boolean
}

/** Puts on every object of the process what a neighbour's bug could put there. */
export const pollute = ({ with: kind, enumerable }: Pollution): void => {
  for (const [name, value] of Object.entries(PROPERTIES[kind])) {
    Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true, enumerable })
  }
}
