/** A small generator of numbers from 0 to 1 that begins the same each time (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Numbers, choices and orders that are the same for the same seed. */
export const chances = (random: () => number) => {
  const below = (count: number): number => Math.floor(random() * count)
  return {
    below,
    random,
    pick: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    shuffled: <T>(items: readonly T[]): T[] => {
      const left = [...items]
      return items.map(() => left.splice(below(left.length), 1)[0] as T)
    },
  }
}
export type Chances = ReturnType<typeof chances>
