import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal } from '@polyrail/core'
import { wrappedJournal } from '../support/wrapped-journal.js'
import type { MailJob, MailPoint, MailPolicy } from './mail-job.js'

/** Kills its process, without a warning, at the n-th time that it comes to the point. */
export const killerAt = (suicide: MailJob['suicide']): ((here: MailPoint) => Promise<void>) => {
  let arrivals = 0
  return async (here) => {
    if (here !== suicide?.point || (arrivals += 1) < suicide.nth) return
    process.kill(process.pid, 'SIGKILL')
    await new Promise(() => undefined)
  }
}

/** A journal whose inbox and outbox have such points. */
export const suicidalMail = (journal: Journal, at: ReturnType<typeof killerAt>): Journal => {
  const around = async <T>(before: MailPoint, after: MailPoint, work: () => Promise<T>): Promise<T> => {
    await at(before)
    const done = await work()
    await at(after)
    return done
  }
  const { inbox, outbox } = journal
  return wrappedJournal(journal, {
    observe: (it) => around('before evidence is recorded', 'after evidence was recorded', () => journal.observe(it)),
    inbox: {
      ...inbox,
      keep: (it, forMs) =>
        around('before a delivery is kept', 'after a delivery was kept', () => inbox.keep(it, forMs)),
      due: async (claim) => {
        await at('before deliveries are claimed')
        const claimed = await inbox.due(claim)
        if (claimed.length > 0) await at('after deliveries were claimed')
        return claimed
      },
      settle: (it) => around('before a delivery is settled', 'after a delivery was settled', () => inbox.settle(it)),
    },
    outbox: {
      ...outbox,
      claim: (it) =>
        around('before the right to tell is claimed', 'after the right to tell was claimed', () => outbox.claim(it)),
      events: async (query) => {
        await at('before events are read')
        return outbox.events(query)
      },
      advance: (it) => around('before progress is kept', 'after progress was kept', () => outbox.advance(it)),
    },
  })
}

/** Between the two steps that a broken library has in the wrong order: without it hardly anybody dies in between. */
const LATE_MS = 40

/** A journal that makes of the library what it must never be. */
export const brokenMail = (journal: Journal, policy: MailPolicy): Journal => {
  const { inbox, outbox } = journal
  switch (policy) {
    case 'acknowledge before keep':
      return wrappedJournal(journal, {
        inbox: {
          ...inbox,
          keep: async (it, forMs) => {
            setTimeout(() => void inbox.keep(it, forMs).catch(() => undefined), LATE_MS)
            return true
          },
        },
      })
    case 'done before applying':
      return wrappedJournal(journal, {
        observe: async (it) => {
          await sleep(LATE_MS)
          return journal.observe(it)
        },
        inbox: {
          ...inbox,
          keep: async (it, forMs) => {
            const kept = await inbox.keep(it, forMs)
            const { merchant, id } = it
            if (kept) await inbox.settle({ merchant, id, tries: 1, state: 'DONE', why: 'applied' })
            return kept
          },
        },
      })
    case 'advance before telling': {
      let owner = ''
      return wrappedJournal(journal, {
        outbox: {
          ...outbox,
          claim: async (it) => {
            owner = it.owner
            return outbox.claim(it)
          },
          events: async (query) => {
            const events = await outbox.events(query)
            const position = events.at(-1)?.seq
            if (position !== undefined) {
              await outbox.advance({ subscriber: 'ledger', owner, position, told: [], aside: [] })
              await sleep(LATE_MS)
            }
            return events
          },
        },
      })
    }
    case 'keep without key':
      return wrappedJournal(journal, {
        inbox: { ...inbox, keep: (it, forMs) => inbox.keep({ ...it, key: `id ${it.id}` }, forMs) },
      })
  }
}
