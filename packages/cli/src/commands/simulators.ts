import { startSimulator } from '@polyrail/simulators'
import { CliError, usageError, type Command } from '../command.js'
import { guideLines } from './simulators-guide.js'

const PORTS = { palladium: 4010, palomma: 4011, 'card-intent': 4012, billon: 4013 } as const
type Provider = keyof typeof PORTS

/** The control server listens so many ports above its simulator. */
const CONTROL_ABOVE = 100
const HIGHEST_PORT = 65_535 - CONTROL_ABOVE

export const simulators: Command = {
  name: 'simulators',
  about: 'Run the simulated providers until Ctrl-C, to develop against.',
  options: {
    'palladium-port': { type: 'string', placeholder: 'N', about: portMeaning('palladium') },
    'palomma-port': { type: 'string', placeholder: 'N', about: portMeaning('palomma') },
    'card-intent-port': { type: 'string', placeholder: 'N', about: portMeaning('card-intent') },
    'billon-port': { type: 'string', placeholder: 'N', about: portMeaning('billon') },
  },
  run: async (values, screen) => {
    const stopped = untilStopped()
    await using palladium = await start('palladium', values['palladium-port'])
    await using palomma = await start('palomma', values['palomma-port'])
    await using cards = await start('card-intent', values['card-intent-port'])
    await using panel = await start('billon', values['billon-port'])
    for (const line of guideLines({ palladium, palomma, cards, panel }, screen)) screen.line(line)
    await stopped
    screen.line('Stopped.')
    return 0
  },
}

function portMeaning(provider: Provider): string {
  return `Port of ${provider}, ${PORTS[provider]} if absent; 0 for any. Its controls: ${CONTROL_ABOVE} above.`
}

const start = async <Name extends Provider>(name: Name, value: string | boolean | undefined) => {
  const port = portFrom(name, value)
  const controlPort = port === 0 ? 0 : port + CONTROL_ABOVE
  try {
    return await startSimulator(name, { port, controlPort })
  } catch (error) {
    if (!isTaken(error)) throw error
    const taken = error.port ?? port
    throw new CliError(`port ${taken} is in use. Choose another with --${name}-port.`, { exitCode: 1, cause: error })
  }
}

const portFrom = (name: Provider, value: string | boolean | undefined): number => {
  if (value === undefined) return PORTS[name]
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : NaN
  if (port <= HIGHEST_PORT) return port
  throw usageError(`--${name}-port takes a number from 0 to ${HIGHEST_PORT}`)
}

const isTaken = (error: unknown): error is NodeJS.ErrnoException & { readonly port?: number } =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Listens from the start, so that a signal while the servers open also ends in good order. */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
