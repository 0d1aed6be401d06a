/** So much at the same time that an answer is not late because of us, however busy the machine is. */
const AT_ONCE = 6

/** Lets only so many through at once. */
export const turnstile = (size: number) => {
  let free = size
  const waiting: (() => void)[] = []
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

/** For everything that works rather than waits for a time-out. */
export const inTurn = turnstile(AT_ONCE)
