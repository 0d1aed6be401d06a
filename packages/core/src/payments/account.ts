import type { Period } from '../adapter/definition.js'
import { capabilitiesOf } from '../adapter/capabilities.js'
import type { ProviderInformation } from '../contract/capabilities.js'
import type { Balance } from '../contract/money.js'
import type { StatementLine } from '../contract/statement.js'
import { readingError, readOnly, readThrough } from '../engine/reading.js'
import { cleanFields } from '../log/redact.js'
import { checkPeriod } from './check.js'
import { clientNamed, partOf, type Scope } from './scope.js'

/** The purses of a provider account. */
export class Balances {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  async retrieve({ provider }: { readonly provider: string }): Promise<readonly Balance[]> {
    const client = await clientNamed(this.#scope, provider)
    const balances = partOf(client, client.account.definition.balances, 'balances')
    return balances(readOnly(client)).catch((error: unknown) => {
      throw readingError(error, client)
    })
  }
}

/** What a provider says has moved on an account, as lines without a key of ours. */
export class Statements {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  async *list({ provider, ...period }: { readonly provider: string } & Period): AsyncGenerator<StatementLine, void> {
    checkPeriod(period)
    const client = await clientNamed(this.#scope, provider)
    const statements = partOf(client, client.account.definition.statements, 'statements')
    for await (const line of readThrough(client, statements(period, readOnly(client)))) {
      yield { ...line, raw: cleanFields(line.raw) }
    }
  }
}

/** The accounts and what they can do. */
export class Providers {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  async list(): Promise<readonly ProviderInformation[]> {
    return [...(await this.#scope.clients()).values()].map(({ account: { name, definition } }) => ({
      name,
      adapter: definition.name,
      capabilities: capabilitiesOf(definition),
    }))
  }
}
