import { Stripe } from 'stripe'
import { nextReference, PAYMENT } from '../payment.js'
import { expectPaid, type Client } from './client.js'

/** stripe-node as an SDK of one provider: no journal, no validation, one line of form fields. */
export const stripe = (url: string): Client => {
  const { hostname, port } = new URL(url)
  const client = new Stripe('sk_test_benchmark', {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  })
  return {
    call: async () => {
      const reference = nextReference()
      const intent = (await client.paymentIntents.create({
        amount: 15_000_050,
        currency: 'idr',
        description: PAYMENT.description,
        receipt_email: PAYMENT.receipt,
        metadata: {
          reference,
          bank_code: PAYMENT.bankCode,
          account_name: PAYMENT.accountName,
          account_number: PAYMENT.accountNumber,
        },
      })) as unknown as { readonly external_id: string }
      expectPaid(intent.external_id === reference, intent)
    },
    // Its agent has no end that could be asked for.
    close: () => undefined,
  }
}
