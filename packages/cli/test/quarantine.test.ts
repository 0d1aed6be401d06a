import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Operation } from '@polyrail/core'
import { polyrail } from './support/command-line.js'
import { createLink, objectsIn, startPlatform, type Platform } from './support/platform.js'

const WHO = ['--by', 'dewi', '--evidence', 'compared with the panel']
const THERE_IS_NOTHING = /the journal is not in quarantine; there is nothing to release/

/** The platform's journal with an older copy in its place, without the second link, which took two sends. */
const putBack = async (platform: Platform): Promise<Operation> => {
  const { journal } = platform
  const first = await platform.within((payments) => createLink(payments, 'order-1'))
  copyFileSync(journal, `${journal}.copy`)
  await platform.within((payments) => createLink(payments, 'order-2'))
  copyFileSync(`${journal}.copy`, journal)
  const { stdout } = await polyrail('operations', 'show', first.operationId, '--journal', journal, '--json')
  return (objectsIn(stdout) as readonly Operation[])[0] ?? assert.fail('no operation')
}

/** Whether the platform, started now, says that its journal is in quarantine. */
const quarantineOf = async ({ config }: Platform): Promise<string | undefined> => {
  const { stdout } = await polyrail('operations', 'list', '--config', config)
  return /The journal is in quarantine since (.*)/.exec(stdout)?.[1]
}

const released = ({ journal }: Platform, ...more: readonly string[]) =>
  polyrail('operations', 'release', '--journal', journal, ...WHO, ...more)

describe('polyrail on a journal with its mark elsewhere', () => {
  const COMMANDS = ['operations list', 'webhooks list', 'events subscribers']

  const look = async ({ journal }: Platform, ...commands: readonly string[]) => {
    for (const command of commands) {
      const { exitCode, stderr, stdout } = await polyrail(...command.split(' '), '--journal', journal)
      assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' }, command)
      assert.doesNotMatch(stdout, /quarantine/)
    }
  }

  it('looks at it and leaves it as it is', async () => {
    await using platform = await startPlatform({ markPath: 'elsewhere.mark' })
    const { operationId } = await platform.within((payments) => createLink(payments, 'order-1'))
    const mark = readFileSync(join(platform.folder, 'elsewhere.mark'))
    await look(platform, ...COMMANDS, `operations show ${operationId}`)
    assert.equal(existsSync(`${platform.journal}.mark`), false)
    assert.deepEqual(readFileSync(join(platform.folder, 'elsewhere.mark')), mark)
    assert.equal(await quarantineOf(platform), undefined)
  })

  it('begins no quarantine by a look where the mark is out of sight', async () => {
    await using platform = await startPlatform({ markPath: 'elsewhere.mark' })
    await platform.within((payments) => createLink(payments, 'order-1'))
    const mark = join(platform.folder, 'elsewhere.mark')
    const kept = readFileSync(mark)
    for (const content of [undefined, '', 'torn']) {
      rmSync(mark)
      if (content !== undefined) writeFileSync(mark, content)
      await look(platform, 'operations list')
      assert.equal(existsSync(mark) ? readFileSync(mark, 'utf8') : undefined, content)
      writeFileSync(mark, kept)
    }
    assert.equal(await quarantineOf(platform), undefined)
  })

  it('leaves it to the platform to find that it was put back', async () => {
    await using platform = await startPlatform({ markPath: 'elsewhere.mark' })
    const { id } = await putBack(platform)
    await look(platform, 'operations list', `operations show ${id}`)
    assert.match((await released(platform)).stderr, THERE_IS_NOTHING)
    assert.match((await quarantineOf(platform)) ?? '', /lacks the last 2 sends/)
  })
})

describe('polyrail operations release', () => {
  it('ends a quarantine, which list and show tell of until then, for people and for programs', async () => {
    await using platform = await startPlatform()
    const { journal } = platform
    const { id } = await putBack(platform)
    await platform.within(async () => undefined)
    const list = await polyrail('operations', 'list', '--journal', journal)
    assert.match(list.stdout, /^The journal is in quarantine since 2\S+Z: the journal at .* lacks the last 2 sends\.\n/)
    assert.match(list.stdout, /polyrail operations release\n +--evidence "what was compared" --by "your name"\n\n/)
    const shown = await polyrail('operations', 'show', id, '--journal', journal)
    assert.match(shown.stdout, /^The journal is in quarantine since .* lacks the last 2 sends\.\n/)
    for (const command of [
      ['list', '--status', 'all'],
      ['show', id],
    ]) {
      const { stdout } = await polyrail('operations', ...command, '--journal', journal, '--json')
      const [first] = objectsIn(stdout) as readonly {
        readonly quarantine?: { readonly since: string; readonly why: string }
      }[]
      assert.match(first?.quarantine?.why ?? '', /lacks the last 2 sends$/)
      assert.equal(new Date(first?.quarantine?.since ?? '').toISOString(), first?.quarantine?.since)
    }
    const { exitCode, stdout } = await released(platform)
    assert.deepEqual(
      { exitCode, stdout },
      {
        exitCode: 0,
        stdout:
          'Released, for all merchants. Processes that have the journal open refuse until they are started again.\n',
      },
    )
    const after = await polyrail('operations', 'list', '--journal', journal)
    assert.deepEqual(after, { exitCode: 0, stderr: '', stdout: 'No unknown operations.\n' })
    const again = await released(platform)
    assert.equal(again.exitCode, 1)
    assert.match(again.stderr, THERE_IS_NOTHING)
    assert.equal(await quarantineOf(platform), undefined)
  })

  it('says to programs what it has ended', async () => {
    await using platform = await startPlatform()
    await putBack(platform)
    const { config } = platform
    const { stdout, exitCode } = await polyrail('operations', 'release', '--config', config, ...WHO, '--json')
    assert.equal(exitCode, 0)
    const [said] = objectsIn(stdout) as readonly Record<string, unknown>[]
    const { quarantine, ...rest } = said ?? {}
    assert.deepEqual(rest, { released: true, by: 'dewi', evidence: 'compared with the panel' })
    assert.match(JSON.stringify(quarantine), /lacks the last 2 sends/)
    assert.equal(await quarantineOf(platform), undefined)
  })

  it('takes what a module has opened itself, of which nobody knows whether it is in quarantine', async () => {
    await using platform = await startPlatform()
    await putBack(platform)
    const config = join(platform.folder, 'opened.config.mjs')
    writeFileSync(
      config,
      `import { createPayments } from '@polyrail/core'
       import options from './payments.config.mjs'
       const nothing = () => undefined
       const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
       export default await createPayments({ ...options, logger, recovery: false })`,
    )
    const list = await polyrail('operations', 'list', '--config', config)
    assert.deepEqual(list, { exitCode: 0, stderr: '', stdout: 'No unknown operations.\n' })
    assert.equal((await polyrail('operations', 'release', '--config', config, ...WHO)).exitCode, 0)
    assert.equal(await quarantineOf(platform), undefined)
  })

  it('takes a journal with its mark, before the platform is started on it', async () => {
    await using platform = await startPlatform({ markPath: 'elsewhere.mark' })
    await putBack(platform)
    const mark = join(platform.folder, 'elsewhere.mark')
    const { exitCode } = await released(platform, '--mark', mark)
    assert.equal(exitCode, 0)
    assert.equal(await quarantineOf(platform), undefined)
    assert.equal(existsSync(`${platform.journal}.mark`), false)
  })

  it('makes no mark, and writes over nothing that is none', async () => {
    await using platform = await startPlatform()
    await putBack(platform)
    const { folder, config } = platform
    const files = readdirSync(folder)
    const before = readFileSync(config)
    const none = await released(platform, '--mark', join(folder, 'no-such.mark'))
    assert.equal(none.exitCode, 1)
    assert.match(none.stderr, /there is no mark at .*no-such\.mark/)
    const other = await released(platform, '--mark', config)
    assert.equal(other.exitCode, 1)
    assert.match(other.stderr, /is not the mark of a journal/)
    assert.deepEqual(readdirSync(folder), files)
    assert.deepEqual(readFileSync(config), before)
  })

  const mistakes = [
    [['release', '--journal', 'x'], /operations release: expected --by with the name of who decides/],
    [['release', '--journal', 'x', '--by', 'dewi'], /operations release: expected --evidence with what was compared/],
    [['release', '--journal', 'x', '--by', ' ', '--evidence', 'e'], /expected --by with the name/],
    [['release', 'op_1', '--journal', 'x', ...WHO], /operations release: too many arguments/],
    [['release', '--config', 'x', '--mark', 'y', ...WHO], /--mark goes with --journal/],
    [['list', '--journal', 'x', '--mark', 'y'], /operations list: --mark is an option of release/],
    [['list', '--journal', 'x', '--by', 'dewi'], /operations list: --by is an option of settle and release/],
    [['list', '--journal', 'x', '--config', 'y'], /expected --journal or --config, not both/],
  ] as const
  for (const [args, problem] of mistakes) {
    it(`says what is wrong with "operations ${args.join(' ')}"`, async () => {
      const ended = await polyrail('operations', ...args)
      assert.deepEqual([ended.exitCode, ended.stdout], [2, ''])
      assert.match(ended.stderr, problem)
    })
  }
})
