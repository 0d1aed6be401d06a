import type { Command } from '../command.js'
import { demo } from './demo.js'
import { events } from './events.js'
import { helpAbout } from './help.js'
import { newAdapter } from './new-adapter.js'
import { operations } from './operations.js'
import { simulators } from './simulators.js'
import { webhooks } from './webhooks.js'

const doing: readonly Command[] = [demo, simulators, newAdapter, operations, webhooks, events]

export const commands: readonly Command[] = [...doing, helpAbout(doing)]
