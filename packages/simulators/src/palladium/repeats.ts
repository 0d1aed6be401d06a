import { Refusal } from '../kernel/errors.js'
import type { PalladiumObject, PalladiumState } from './state.js'

/** The strict mode. Samples use one external_id for a virtual account and a payout, so each kind counts by itself. */
export function refuseRepeat(state: PalladiumState, kind: PalladiumObject['kind'], reference: string): void {
  if (state.options.dedupe !== true) return
  if (!state.objects.by(reference).some((item) => item.kind === kind)) return
  throw new Refusal(409, 'The external_id has already been taken.')
}
