import type { Command } from '../command.js'
import { demo } from './demo.js'
import { helpAbout } from './help.js'
import { operations } from './operations.js'
import { simulators } from './simulators.js'

const doing: readonly Command[] = [demo, simulators, operations]

export const commands: readonly Command[] = [...doing, helpAbout(doing)]
