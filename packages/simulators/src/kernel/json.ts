export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `Array.isArray` would make it an array of `any`. */
export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)

export const isJsonObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Leaves out what is undefined: providers omit a field that has no value. */
export function present(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {}
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value
  return kept
}

/**
 * The first key that an object of this text names twice, or undefined. `JSON.parse` silently keeps the last one, so
 * that a sender's mistake would go unseen. The text must already have passed `JSON.parse`.
 */
export function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  for (const [token, quoted, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/gs)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (colon !== undefined && quoted !== undefined) {
      const key: unknown = JSON.parse(quoted)
      const keys = open.at(-1)
      if (keys?.has(String(key))) return String(key)
      keys?.add(String(key))
    }
  }
  return undefined
}
