import type { Ignorer, NodePath } from '@stryker-mutator/api/ignore'
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** As far as it is looked at, of what Stryker gives. */
interface Call {
  readonly node: { readonly callee?: { readonly object?: { readonly name?: string } } }
}

/** Schemas are compiled when a package is built: what stands in their description is not what runs. */
const schemas: Ignorer = {
  shouldIgnore(path: NodePath) {
    const { node } = path as Partial<Call>
    return node?.callee?.object?.name === 'Type' ? 'schemas are compiled when the package is built' : undefined
  },
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'schemas', schemas)]
