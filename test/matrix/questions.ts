import { startSimulator, type Simulator } from '@polyrail/simulators'
import { CREATIONS, type Creation } from '../support/creations.js'
import { API_KEY, type ProviderName, type TestPayments, type Urls } from '../support/world.js'
import type { Facts } from './expect-reads.js'
import { TIMEOUT_MS } from './faults.js'
import type { Stage } from './stage.js'
import { told } from './strike.js'

/** One thing that is asked of a provider, and where it is asked. */
export interface Question extends Facts {
  readonly provider: Pick<Simulator, 'faults' | 'requests'>
  readonly endpoint: string
  /** What the provider knows it by; absent where it is about all. */
  readonly reference?: string
  readonly urls: Urls
  /** Where nothing is wrong, and where nobody waits long. */
  readonly payments: TestPayments
  readonly impatient: () => Promise<TestPayments>
  readonly ask: (payments: TestPayments) => Promise<string>
  /** How the operation behind it stands now. */
  readonly stands: () => Promise<string | undefined>
}

/** Something that can be read. */
export interface Readable {
  readonly title: string
  readonly at: ProviderName
  /** The endpoint whose answer it is about, by which it is known what that answer repeats. */
  readonly endpoint: string
  /** Finds out what is called, and then asks about a thing of its own in each run. */
  readonly questions: (stage: Stage) => Promise<(run: string) => Promise<Question>>
}

/** A payer pays on the page: before that, there is nothing to read. */
const happens = ({ world }: Stage, { endpoint }: Creation, reference: string): void => {
  if (endpoint === 'create-payment-intent') world['card-intent'].actions.checkout({ reference })
}

const objectOf = (creation: Creation): Readable => ({
  title: `to read ${creation.title}`,
  at: creation.at,
  endpoint: creation.endpoint,
  questions: async (stage) => {
    const { payments, world } = stage
    const provider = world[creation.at]
    const make = async (reference: string) => {
      const { status: kept, operationId } = await creation.create(payments, reference)
      const stands = async () => (await payments.operations.retrieve(operationId))?.status
      const stood = await stands()
      happens(stage, creation, reference)
      return { kept, stood, stands }
    }
    const model = await make('model')
    const { length } = provider.requests
    const right = await told(statusOf(creation, payments, 'model'))
    const standing = await model.stands()
    const [call, ...others] = provider.requests.slice(length)
    const { endpoint, reference: known } = call ?? {}
    const impatient = await stage.open({ timeoutMs: TIMEOUT_MS })
    if (endpoint === undefined || others.length > 0) throw new Error(`${creation.title} is not read by one call`)
    return async (run) => {
      const { kept, stood, stands } = await make(run)
      return {
        at: creation.at,
        provider,
        endpoint,
        ...(known === undefined ? {} : { reference: known.replace('model', run) }),
        urls: world.urls,
        payments,
        impatient: () => Promise.resolve(impatient),
        ask: (there) => told(statusOf(creation, there, run)),
        kept,
        stood,
        true: right,
        standing,
        stands,
      }
    }
  },
})

const statusOf = async (creation: Creation, payments: TestPayments, reference: string) => {
  const object = await creation.refresh(payments, reference)
  if (object === undefined) throw new Error(`${reference} is gone`)
  return object
}

/** No journal holds what is read. */
const NOT_KEPT = { stood: undefined, standing: undefined, stands: () => Promise.resolve(undefined) }

const balancesAt = (at: 'palladium' | 'palomma', endpoint: string): Readable => ({
  title: `to read the balances at ${at}`,
  at,
  endpoint,
  questions: async (stage) => async () => {
    // It names no reference to aim at, so each has a provider of its own.
    const provider = stage.use(await startSimulator(at, { apiKey: API_KEY }))
    const urls = { ...stage.world.urls, [at]: provider.url }
    const ask = (payments: TestPayments): Promise<string> =>
      told(payments.balances.retrieve({ provider: at }).then((balances) => ({ status: JSON.stringify(balances) })))
    const payments = await stage.open({ urls })
    const right = await ask(payments)
    const impatient = (): Promise<TestPayments> => stage.open({ urls, timeoutMs: TIMEOUT_MS })
    return { at, provider, endpoint, urls, payments, impatient, ask, kept: right, true: right, ...NOT_KEPT }
  },
})

/** Everything that can be asked of a provider afterwards; of some of what is made, nothing can. */
export const READABLES: readonly Readable[] = [
  ...CREATIONS.filter(({ unasked, prepares }) => unasked !== true && prepares !== true).map(objectOf),
  balancesAt('palladium', 'me'),
  balancesAt('palomma', 'list-merchant-accounts'),
]
