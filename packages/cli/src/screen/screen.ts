import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

/** Where a command writes. */
export interface Screen {
  readonly line: (text?: string) => void
  /** Coloured where the stream is a terminal that shows colours, and NO_COLOR does not forbid it. */
  readonly style: (format: Format, text: string) => string
  /** Shows what is going on until the next line replaces it; nothing where colours are not shown either. */
  readonly progress: (text: string) => void
}

const ERASE_LINE = '\r\x1b[2K'

export const screenOn = (stream: NodeJS.WriteStream): Screen => {
  // Not left to styleText: Node 20 does not look at the stream where several formats are given.
  const coloured = stream.isTTY && stream.hasColors()
  let showing = ''
  return {
    line: (text = '') => {
      stream.write(`${showing}${text}\n`)
      showing = ''
    },
    style: (format, text) => (coloured ? styleText(format, text, { validateStream: false }) : text),
    progress: (text) => {
      if (!coloured) return
      stream.write(showing + text)
      showing = ERASE_LINE
    },
  }
}
