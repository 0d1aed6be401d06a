import type { Screen } from '../../src/screen/screen.js'

/** A screen without colours that remembers its lines. */
export const fakeScreen = (): Screen & { readonly lines: readonly string[] } => {
  const lines: string[] = []
  return {
    lines,
    line: (text = '') => void lines.push(text),
    style: (_, text) => text,
    progress: () => undefined,
  }
}
