import type { AdapterCase } from '../case.js'
import { authenticCases } from './webhooks/authentic.js'
import { believedCases } from './webhooks/believed.js'
import { hintCases } from './webhooks/hints.js'
import { orderCases } from './webhooks/order.js'
import { strangeCases } from './webhooks/strange.js'
import { toldCases } from './webhooks/told.js'

/** Of what a provider tells of its own accord. */
export const webhookCases: readonly AdapterCase[] = [
  ...authenticCases,
  ...toldCases,
  ...orderCases,
  ...believedCases,
  ...hintCases,
  ...strangeCases,
]
