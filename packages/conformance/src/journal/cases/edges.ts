import assert from 'node:assert/strict'
import { LEGAL_EDGES, isLegal, type OperationState } from '@polyrail/core'
import { intentFor, observationOf, operationIn, outcomeOf, stored, type Reachable } from '../samples.js'
import type { JournalCase } from '../world.js'

const STATES = Object.keys(LEGAL_EDGES) as OperationState[]
const REACHABLE = STATES.filter((state): state is Reachable => state !== 'CREATED')

const isOutcome = (state: OperationState) => state !== 'CREATED' && state !== 'SENDING' && state !== 'REVERSED'

export const edgeCases: readonly JournalCase[] = [
  {
    id: 'edges.record',
    title: 'records from SENDING over every legal edge and over no other',
    needs: [],
    run: async ({ journal }) => {
      for (const state of STATES.filter(isOutcome)) {
        const sending = await operationIn(journal, 'SENDING', intentFor(state))
        const answer = await journal.record(outcomeOf(sending, state))
        assert.equal(answer.recorded, isLegal('SENDING', state), `SENDING to ${state}`)
        if (!answer.recorded) assert.deepEqual(answer.operation, sending)
        assert.deepEqual(await stored(journal, sending), answer.operation)
      }
    },
  },
  {
    id: 'edges.observe',
    title: 'observes over every legal edge and over no other, and never into or out of SENDING',
    needs: [],
    run: async ({ journal }) => {
      for (const from of REACHABLE) {
        for (const to of STATES) {
          const edge = `${from} to ${to}`
          const before = await operationIn(journal, from, intentFor(edge))
          const answer = await journal.observe(observationOf(before, to))
          // Staying is no edge: details that are learned are kept in any state, while nobody is sending.
          const legal = from !== 'SENDING' && to !== 'SENDING' && (from === to || isLegal(from, to))
          assert.equal(answer.recorded, legal, edge)
          assert.equal(answer.operation.state, legal ? to : from, edge)
          if (!legal) assert.deepEqual(answer.operation, before, edge)
          assert.deepEqual(await stored(journal, before), answer.operation, edge)
        }
      }
    },
  },
]
