export const ANSWER_BYTES = 700

/** What a request says, whichever way it is encoded. */
export interface Asked {
  readonly reference: string
  readonly amount: number
}

export const askedIn = (contentType: string, body: string): Asked => {
  if (contentType.startsWith('application/json')) {
    const { external_id, amount } = JSON.parse(body) as { readonly external_id: string; readonly amount: number }
    return { reference: external_id, amount }
  }
  const fields = new URLSearchParams(body)
  return { reference: fields.get('metadata[reference]') ?? '', amount: Number(fields.get('amount')) }
}

/** An answer of exactly {@link ANSWER_BYTES}, filled up in its last field. */
export const answerTo = ({ reference, amount }: Asked, serial: number): string => {
  const id = `disb_${String(serial).padStart(20, '0')}`
  const answer = {
    id,
    object: 'disbursement',
    status: 'COMPLETED',
    external_id: reference,
    amount,
    currency: 'IDR',
    fees: 2500,
    bank: { code: 'BCA', name: 'Bank Central Asia', branch: 'Jakarta Pusat', country: 'ID' },
    account_name: 'PT Test Bersama',
    account_number: '12345678',
    description: 'Monthly settlement of marketplace sales',
    email_to: ['finance@merchant.test'],
    created_at: '2031-05-17T09:30:00.000Z',
    updated_at: '2031-05-17T09:30:01.000Z',
    completed_at: '2031-05-17T09:30:01.000Z',
    live: false,
    attempts: 1,
    failure_code: null,
    note: '',
  }
  const missing = ANSWER_BYTES - Buffer.byteLength(JSON.stringify(answer))
  if (missing < 0) throw new Error(`an answer is ${-missing} bytes too long`)
  return JSON.stringify({ ...answer, note: '-'.repeat(missing) })
}
