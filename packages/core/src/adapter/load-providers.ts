import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigurationError } from '../errors/errors.js'
import { isProviderFactory, type ProviderFactory, type ProviderModule } from './provider.js'
import type { ProviderDefinition } from './definition.js'

/** One account as configuration names it. */
export interface ProviderEntry {
  /** The package of the adapter, or a path or file URL of a module that exports one. */
  readonly adapter: string
  /** The name of the account; default: the adapter's own. */
  readonly name?: string
  readonly config?: Readonly<Record<string, unknown>>
}

/**
 * Imports the adapters that configuration names and opens their accounts. Packages are resolved from the folder the
 * process runs in, or from `from`. Rejects with `ConfigurationError`.
 */
export const loadProviders = async (
  entries: readonly ProviderEntry[],
  { from }: { readonly from?: string | URL } = {},
): Promise<readonly ProviderModule[]> => {
  const list: unknown = entries
  if (!Array.isArray(list)) throw new ConfigurationError([{ path: '', message: 'expected a list of providers' }])
  const base = from ?? pathToFileURL(join(process.cwd(), 'package.json'))
  const modules: ProviderModule[] = []
  for (const [index, entry] of entries.entries()) {
    modules.push(await loadProvider(entry, { at: `[${index}]`, base }))
  }
  return modules
}

const loadProvider = async (
  entry: Partial<ProviderEntry> | undefined,
  { at, base }: { readonly at: string; readonly base: string | URL },
): Promise<ProviderModule> => {
  if (typeof entry?.adapter !== 'string') {
    throw new ConfigurationError([{ path: `${at}.adapter`, message: 'expected the name of an adapter package' }])
  }
  const factory = await importFactory(entry.adapter, { at, base })
  try {
    return factory({ ...entry.config, ...(entry.name === undefined ? {} : { name: entry.name }) })
  } catch (error) {
    if (!isConfigurationError(error)) throw error
    throw new ConfigurationError(
      error.issues.map(({ path, message }) => ({ path: `${at}.config.${path}`, message })),
      { provider: error.provider, cause: error },
    )
  }
}

const importFactory = async (
  adapter: string,
  { at, base }: { readonly at: string; readonly base: string | URL },
): Promise<ProviderFactory<ProviderDefinition>> => {
  const refuse = (message: string, cause?: unknown): ConfigurationError =>
    new ConfigurationError([{ path: `${at}.adapter`, message }], { cause })
  let exported: Readonly<Record<string, unknown>>
  try {
    const isUrl = adapter.startsWith('file:')
    const url = isUrl ? adapter : pathToFileURL(createRequire(base).resolve(adapter)).href
    exported = (await import(url)) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw refuse(`cannot be imported: is ${adapter} installed?`, error)
  }
  const factories = Object.values(exported).filter(isProviderFactory)
  const [factory] = factories
  if (factory === undefined || factories.length > 1) {
    throw refuse(`expected ${adapter} to export one provider, found ${factories.length}`)
  }
  return factory
}

/** By its code: the adapter may have come with another copy of core. */
const isConfigurationError = (error: unknown): error is ConfigurationError =>
  error instanceof Error && (error as { readonly code?: unknown }).code === 'invalid_configuration'
