import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 15_000

/** Waits until something holds that another process, or a provider, brings about. */
export const until = async (holds: () => boolean): Promise<void> => {
  const limit = performance.now() + PATIENCE_MS
  while (!holds()) {
    if (performance.now() > limit) throw new Error('it did not happen in time')
    await sleep(5)
  }
}
