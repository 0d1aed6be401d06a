/** An EMV merchant-presented QR text for one amount in rupiah, ending in a correct checksum. */
export function qrisText(id: string, amount: bigint): string {
  const account = field('00', 'ID.CO.POLYRAIL.SIMULATOR') + field('01', id.slice(0, 15)) + field('03', 'UMI')
  const text = [
    field('00', '01'),
    // 12: for one payment; 11 would be a printed code for many.
    field('01', '12'),
    field('26', account),
    field('52', '5999'),
    field('53', '360'),
    field('54', String(amount)),
    field('58', 'ID'),
    field('59', 'PT SIMULASI'),
    field('60', 'JAKARTA'),
    field('62', field('05', id.slice(0, 25))),
    // The checksum covers its own tag and length.
    '6304',
  ].join('')
  return text + crc16(text)
}

const field = (tag: string, value: string): string => tag + String(value.length).padStart(2, '0') + value

/** CRC-16/CCITT with the start value FFFF, in four upper-case hexadecimal digits, as EMV prescribes. */
function crc16(text: string): string {
  let crc = 0xffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}
