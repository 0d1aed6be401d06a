import { decimalsOf, type AmountLimits, type Money } from '@polyrail/core'
import type { AdapterCase } from '../case.js'
import { mustSendNothing, sendsOf } from '../checks.js'
import { must, mustBeRefused, shown } from '../expect.js'
import { at } from '../proxy/edit.js'
import type { WireAmount } from '../samples.js'
import type { Stage } from '../stage.js'
import type { Target } from '../target.js'

interface Limited extends AmountLimits {
  readonly currency: string
}

const moneyOf = ({ money, name }: Target) => {
  must(money !== undefined, `${name} has no currencies`)
  return money
}

const limitsOf = (target: Target): readonly Limited[] =>
  Object.entries(moneyOf(target).currencies).map(([currency, limits]) => ({ currency, ...limits }))

/** So many units of the last decimal, as text. */
const unitsAsText = (units: bigint, decimals: number): string => {
  const digits = units.toString().padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** Exact, at this number of decimals; undefined where it is no plain number or does not fit. */
const unitsOf = (text: unknown, decimals: number): bigint | undefined => {
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(text)) ?? []
  const digits = fraction.replace(/0+$/, '')
  return whole === '' || digits.length > decimals ? undefined : BigInt(whole + digits.padEnd(decimals, '0'))
}

/** What a double does not hold, what has a zero at its end, the least and the most. */
const amountsOf = (target: Target): readonly Money[] => {
  const { amounts = [] } = target.sample as { readonly amounts?: readonly Money[] }
  const usual = limitsOf(target).flatMap(({ currency, decimals, minimum, maximum }) => {
    const [least, most] = [unitsOf(minimum ?? '0', decimals) ?? 0n, unitsOf(maximum ?? '999999999', decimals) ?? 0n]
    return ['7', '19.9', '64.35', '1001.10', '98765.43', '40000', '1.001']
      .map((text) =>
        text
          .replace(/\.(\d*)$/, (_, digits: string) => `.${digits.padEnd(decimals, '0').slice(0, decimals)}`)
          .replace(/\.$/, ''),
      )
      .flatMap((amount) => {
        const units = unitsOf(amount, decimals)
        return units !== undefined && units >= least && units <= most ? [{ amount, currency }] : []
      })
  })
  return [...usual, ...amounts]
}

const wireUnits = (
  text: unknown,
  { unit, decimals }: { readonly unit: WireAmount['unit']; readonly decimals: number },
) => (unit === 'minor' ? unitsOf(text, 0) : unitsOf(text, decimals))

/** A command of this amount, which its provider may refuse but the adapter may not. */
const sent = async (stage: Stage, target: Target, amount: Money): Promise<unknown> => {
  const prepared = await target.prepare(stage, { with: { amount } })
  const before = sendsOf(stage, target)
  const object = await prepared.run().catch((error: unknown) => error)
  must(
    sendsOf(stage, target) === before + 1,
    () =>
      `${target.name} of ${amount.amount} ${amount.currency} was not sent: ${shown(object)}. See to the limits of the adapter`,
  )
  return object
}

const refused = async (
  stage: Stage,
  target: Target,
  { amount, why }: { readonly amount: Money; readonly why: string },
): Promise<void> => {
  const prepared = await target.prepare(stage, { with: { amount } })
  const what = `${target.name} of ${amount.amount} ${amount.currency}, which is ${why},`
  await mustSendNothing(stage, what, async () => {
    await mustBeRefused(prepared.run(), {
      what,
      codes: ['invalid_request', 'unsupported_operation'],
      advice: 'Say so in `currencies`',
    })
  })
}

export const moneyCases: readonly AdapterCase[] = [
  {
    id: 'money.exact',
    title: 'sends every amount exactly, and gives it back exactly',
    group: 'exact money',
    needs: ['amount'],
    run: async (stage, target) => {
      const { amount: wire } = moneyOf(target)
      for (const amount of amountsOf(target)) {
        const decimals = decimalsOf(amount.currency) ?? 0
        const object = await sent(stage, target, amount)
        const text = at(stage.proxy.to(target.sends.endpoint).at(-1)?.digits, wire.at)
        const asked = unitsOf(amount.amount, decimals)
        must(
          asked !== undefined && wireUnits(text, { unit: wire.unit, decimals }) === asked,
          () =>
            `${target.name} of ${amount.amount} ${amount.currency} was sent as ${shown(text)}. Write amounts with decimalText, ` +
            'wireNumber or wireMinor, and never by way of a number',
        )
        if (object instanceof Error) continue
        const { status } = object as { readonly status: string }
        must(
          status !== 'unknown',
          `${target.name} of ${amount.amount} ${amount.currency} is unknown: the amount that the mapping reads from the answer ` +
            'is another one. Read amounts with moneyFrom or moneyFromMinor',
        )
      }
    },
  },
  {
    id: 'limits.too-fine',
    title: 'refuses an amount that the wire cannot carry, before anything is sent',
    group: 'limits',
    needs: ['amount'],
    run: async (stage, target) => {
      for (const { currency, decimals, minimum = '1' } of limitsOf(target)) {
        const whole = minimum.replace(/\..*$/, '')
        const amount = `${String(BigInt(whole) + 1n)}.${'0'.repeat(decimals)}1`
        await refused(stage, target, { amount: { amount, currency }, why: `finer than ${String(decimals)} decimals` })
      }
    },
  },
  {
    id: 'limits.least',
    title: 'sends the least amount, and refuses less',
    group: 'limits',
    needs: ['amount'],
    run: async (stage, target) => {
      for (const { currency, decimals, minimum } of limitsOf(target)) {
        if (minimum === undefined) continue
        await sent(stage, target, { amount: minimum, currency })
        const less = unitsAsText((unitsOf(minimum, decimals) ?? 1n) - 1n, decimals)
        await refused(stage, target, { amount: { amount: less, currency }, why: `less than ${minimum}` })
      }
    },
  },
  {
    id: 'limits.most',
    title: 'sends the largest amount, and refuses more',
    group: 'limits',
    needs: ['amount'],
    run: async (stage, target) => {
      for (const { currency, decimals, maximum } of limitsOf(target)) {
        if (maximum === undefined) continue
        await sent(stage, target, { amount: maximum, currency })
        const more = unitsAsText((unitsOf(maximum, decimals) ?? 0n) + 1n, decimals)
        await refused(stage, target, { amount: { amount: more, currency }, why: `more than ${maximum}` })
      }
    },
  },
  {
    id: 'limits.currency',
    title: 'refuses a currency that it does not take, before anything is sent',
    group: 'limits',
    needs: ['amount'],
    run: async (stage, target) => {
      const taken = limitsOf(target).map(({ currency }) => currency)
      const [currency = 'CHF'] = ['CHF', 'SEK', 'MXN'].filter((other) => !taken.includes(other))
      await refused(stage, target, { amount: { amount: '5000', currency }, why: 'in a currency that was not declared' })
    },
  },
  {
    id: 'limits.expiry',
    title: 'refuses an expiry that its provider does not take',
    group: 'limits',
    needs: ['payin', 'no expires'],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage, { with: { expiresAt: '2098-01-01T00:00:00Z' } })
      await mustSendNothing(stage, `${target.name} with an expiry`, async () => {
        await mustBeRefused(prepared.run(), {
          what: `${target.name} with an expiry that is not sent`,
          codes: ['invalid_request'],
          advice: 'Name expiresAt in `uses` only where it reaches the provider, and then say `expires` in the world',
        })
      })
    },
  },
]
