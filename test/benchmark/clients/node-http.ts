import http from 'node:http'
import { nextReference, PAYMENT } from '../payment.js'
import { expectPaid, type Client } from './client.js'

interface Answer {
  readonly status: string
  readonly external_id: string
}

/** The measure of all others: node:http with kept connections, JSON written and read, and nothing checked. */
export const nodeHttp = (url: string): Client => {
  const agent = new http.Agent({ keepAlive: true })
  const { hostname, port } = new URL(url)
  const target = { agent, hostname, port, method: 'POST', path: '/disbursements' }
  return {
    call: async () => {
      const reference = nextReference()
      const answer = await exchange(target, JSON.stringify(bodyOf(reference)))
      expectPaid(answer.status === 'COMPLETED' && answer.external_id === reference, answer)
    },
    close: () => agent.destroy(),
  }
}

const bodyOf = (reference: string) => ({
  bank_code: PAYMENT.bankCode,
  account_name: PAYMENT.accountName,
  account_number: PAYMENT.accountNumber,
  external_id: reference,
  amount: Number(PAYMENT.amount),
  description: PAYMENT.description,
  email_to: PAYMENT.receipt,
})

const exchange = (target: http.RequestOptions, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = {
      accept: 'application/json',
      'user-agent': 'benchmark',
      authorization: 'Bearer benchmark-key',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const request = http.request({ ...target, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer)
      })
    })
    request.on('error', reject)
    request.end(body)
  })
