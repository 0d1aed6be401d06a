import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core'
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
  type CompleteDryRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import { planFor, runAdapterCase, titleOf, type AdapterSubject, type PlannedCase } from '@polyrail/conformance'

/** What Stryker's instrumented sources read and write; they hold on to the object itself. */
interface Namespace {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  mutantCoverage?: MutantCoverage
  hitCount?: number | undefined
  hitLimit?: number | undefined
}

const sources = (): Namespace => {
  const scope = globalThis as { __stryker__?: Namespace }
  return (scope.__stryker__ ??= {})
}

/** Lets Stryker run the conformance suite for one adapter, one test for each case and target, and nothing else. */
class ConformanceRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options)
  readonly #file: string
  #subject: AdapterSubject | undefined

  constructor(options: StrykerOptions) {
    this.#file = String(options['subject'])
  }

  /** What is evaluated when a file is loaded is judged in a process of its own, which Stryker starts. */
  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: false }
  }

  async dryRun(): Promise<DryRunResult> {
    const tests = await this.#run({ bails: false })
    const { mutantCoverage } = sources()
    const result: CompleteDryRunResult = { status: DryRunStatus.Complete, tests }
    return mutantCoverage === undefined ? result : { ...result, mutantCoverage }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, disableBail, hitLimit, mutantActivation } = options
    const namespace = sources()
    namespace.hitCount = hitLimit === undefined ? undefined : 0
    namespace.hitLimit = hitLimit
    if (mutantActivation === 'runtime') await this.#load()
    namespace.activeMutant = activeMutant.id
    try {
      const tests = await this.#run({ bails: !disableBail, ...(testFilter === undefined ? {} : { only: testFilter }) })
      const endless = determineHitLimitReached(namespace.hitCount, namespace.hitLimit)
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
    } catch (error) {
      // The adapter cannot even be loaded: no case is needed to see that.
      const failureMessage = error instanceof Error ? error.message : String(error)
      return toMutantRunResult({
        status: DryRunStatus.Complete,
        tests: [{ ...named('loads'), status: TestStatus.Failed, failureMessage, timeSpentMs: 0 }],
      })
    } finally {
      namespace.activeMutant = undefined
    }
  }

  async #run({ bails, only }: { readonly bails: boolean; readonly only?: readonly string[] }): Promise<TestResult[]> {
    const subject = await this.#load()
    const results: TestResult[] = []
    for (const planned of planFor(subject)) {
      if (only?.includes(titleOf(planned)) === false) continue
      const result = await this.#try(planned, subject)
      results.push(result)
      if (bails && result.status === TestStatus.Failed) break
    }
    return results
  }

  async #try(planned: PlannedCase, subject: AdapterSubject): Promise<TestResult> {
    const namespace = sources()
    const startedAt = performance.now()
    namespace.currentTestId = titleOf(planned)
    const problem = await runAdapterCase(planned, subject).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    namespace.currentTestId = undefined
    const test = { ...named(titleOf(planned)), timeSpentMs: performance.now() - startedAt }
    return problem === undefined
      ? { ...test, status: TestStatus.Success }
      : { ...test, status: TestStatus.Failed, failureMessage: problem }
  }

  async #load(): Promise<AdapterSubject> {
    // Seen from the folder with the mutated sources, which Stryker runs it in.
    const url = pathToFileURL(resolve(this.#file)).href
    this.#subject ??= ((await import(url)) as { readonly subject: AdapterSubject }).subject
    return this.#subject
  }
}

const named = (title: string) => ({ id: title, name: title })

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'conformance', ConformanceRunner)]
