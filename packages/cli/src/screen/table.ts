/** One cell; `paint` is applied to the padded text, so that escape codes do not count as width. */
export interface Cell {
  readonly text: string
  readonly align?: 'right'
  readonly paint?: (padded: string) => string
}

/** Lines of equally wide columns, two spaces apart. */
export const tableLines = (rows: readonly (readonly Cell[])[]): readonly string[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.text.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => shown(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const shown = ({ text, align, paint = (padded) => padded }: Cell, width: number): string =>
  paint(align === 'right' ? text.padStart(width) : text.padEnd(width))

/** Words on lines of at most `width` characters. */
export const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > width && line !== '') {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
