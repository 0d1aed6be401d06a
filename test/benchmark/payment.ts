/** The payment that every client makes, again and again under a new reference. */
export const PAYMENT = {
  amount: '150000.50',
  bankCode: 'BCA',
  accountName: 'PT Test Bersama',
  accountNumber: '12345678',
  description: 'Monthly settlement of marketplace sales for the stores of the western region, week 20',
  receipt: 'finance@merchant.test',
} as const

let serial = 0

/** A reference that nobody has used before. */
export const nextReference = (): string => {
  serial += 1
  return `settlement-${String(serial).padStart(10, '0')}`
}
