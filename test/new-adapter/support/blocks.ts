/** A fenced block of a page, as far as a program can follow it. */
export interface Block {
  readonly line: number
  readonly language: string
  /** What follows the language: the file that the block is. */
  readonly file: string | undefined
  readonly text: string
}

/** The fenced blocks of a page of Markdown, in their order. */
export const blocksOf = (page: string): readonly Block[] =>
  [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language = '', 2: file, 3: text = '' }) => ({
      line: page.slice(0, index).split('\n').length,
      language,
      file,
      text,
    }),
  )

/** That these lines stand in an output, in this order; `…` stands for anything. */
export const standsIn = (announced: string, output: string): boolean => {
  const lines = announced.split('\n').map((line) => line.trim().split('…').map(quoted).join('.*'))
  const expected = lines.filter((line) => line !== '' && line !== '.*')
  return new RegExp(expected.join('[^]*?\n.*'), 'm').test(output)
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
