import type { Journal, ObjectRecord, ObjectType, ObjectWrite, OperationRecord } from '@polyrail/core'
import { wrappedJournal } from '../support/wrapped-journal.js'
import type { Policy } from './job.js'

/** A journal that makes of the library what it must never be. */
export const broken = (journal: Journal, policy: Policy): Journal => {
  const failed = async (operation: OperationRecord): Promise<ObjectWrite> => {
    const { merchant, kind, object: id } = operation
    const type = kind.slice(0, kind.indexOf('.')) as ObjectType
    const record = (await journal.object({ merchant, type, id })) as ObjectRecord
    const body = { ...(JSON.parse(record.body) as object), status: 'failed' }
    return { ...record, status: 'failed', body: JSON.stringify(body) }
  }
  const absent = async (operation: OperationRecord): Promise<OperationRecord> => {
    const { id, merchant, version } = operation
    const object = await failed(operation)
    return (await journal.observe({ id, merchant, version, state: 'ABSENT', cause: 'broken', object })).operation
  }
  switch (policy) {
    case 'retry on error':
      return wrappedJournal(journal, {
        record: (outcome) => journal.record(outcome.state === 'UNKNOWN' ? { ...outcome, state: 'NOT_SENT' } : outcome),
      })
    case 'no settle window':
      return wrappedJournal(journal, {
        observe: async (it) => {
          if (it.absent !== true || it.state === 'ABSENT') return journal.observe(it)
          const operation = await journal.operation(it.merchant, it.id)
          if (operation === undefined) throw new Error('there is no such operation')
          return journal.observe({ ...it, state: 'ABSENT', object: await failed(operation) })
        },
      })
    case 'lease back to created':
      return wrappedJournal(journal, {
        reap: async (limit) => Promise.all((await journal.reap(limit)).map(absent)),
      })
    case 'random references':
    case 'no arm-to-write guard':
      return journal
  }
}
