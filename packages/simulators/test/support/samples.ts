import type { PalommaSimulator } from '@polyrail/simulators'
import { postJson, type Reply } from './client.js'

export const VIRTUAL_ACCOUNT = {
  bank_code: 'BNI',
  external_id: 'ord-7781',
  name: 'PT Contoh Jaya',
  is_single_use: 'true',
  amount: '150000',
} as const

export const RETAIL_PAYMENT = {
  retail_outlet_name: 'ALFAMART',
  name: 'PT Contoh Jaya',
  amount: '85000',
  external_id: 'ord-7782',
} as const

export const QRIS = { amount: '42000', external_id: 'ord-7783' } as const

export const DISBURSEMENT = {
  bank_code: 'BCA',
  account_name: 'Sri Rahayu',
  account_number: '0098123456',
  description: 'Komisi Mei',
  external_id: 'po-5512',
  amount: '250000',
} as const

export const CUSTOMER = {
  reference: 'cust-204',
  name: 'Laura Gómez',
  documentType: 'cc',
  documentNumber: '52834410',
  email: 'laura@example.com',
  phoneNumber: '3005550142',
} as const

export const payinLink = (customerId: string) => ({
  type: 'general',
  customerId,
  redirectUrl: 'https://shop.example.com/return',
  amount: 84_000,
  availableTypes: ['pse', 'nequiButton', 'bancolombiaCollect'],
  reference: 'ord-9001',
  description: 'Pedido 9001',
})

/** The object that an answer consists of, or its first element. */
export function object(reply: Reply): Readonly<Record<string, unknown>> {
  const { json } = reply
  const value: unknown = Array.isArray(json) ? json[0] : json
  if (typeof value !== 'object' || value === null) throw new Error(`no object in: ${reply.text}`)
  return value as Readonly<Record<string, unknown>>
}

export const idOf = (reply: Reply): string => String(object(reply)['id'])

export const createCustomer = async (simulator: PalommaSimulator): Promise<string> =>
  idOf(await postJson(`${simulator.url}/customers`, CUSTOMER))

/** A customer and a link of theirs. */
export async function createLink(simulator: PalommaSimulator, changes: Readonly<Record<string, unknown>> = {}) {
  const customerId = await createCustomer(simulator)
  return await postJson(`${simulator.url}/payinLinks`, { ...payinLink(customerId), ...changes })
}
