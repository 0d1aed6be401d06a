import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { polyrail } from './support/command-line.js'

describe('the command line', () => {
  for (const args of [[], ['help'], ['--help'], ['-h']]) {
    it(`shows every command for "${args.join(' ')}"`, async () => {
      const { exitCode, stdout, stderr } = await polyrail(...args)
      assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
      assert.match(stdout, /^ {2}demo .*\n {4}--json .*\n {4}--keep .*\n {2}simulators .*\n/m)
      assert.match(stdout, /^ {4}--palladium-port N .*4010/m)
      assert.match(stdout, /^ {4}--palomma-port N .*4011/m)
      assert.match(stdout, /^ {4}--card-intent-port N .*4012/m)
      assert.match(stdout, /^ {4}--billon-port N .*4013/m)
      assert.match(stdout, /^ {2}help /m)
    })
  }

  it('shows one command after its name', async () => {
    const { exitCode, stdout } = await polyrail('demo', '--help')
    assert.equal(exitCode, 0)
    assert.match(stdout, /Usage: polyrail demo/)
    assert.doesNotMatch(stdout, /simulators {2}/)
  })

  it('tells its version', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly version: string
    }
    assert.deepEqual(await polyrail('--version'), { exitCode: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  const mistakes = [
    [['pay'], 'there is no command "pay"'],
    [['--json'], 'there is no option --json before a command'],
    [['demo', '--fast'], "demo: unknown option '--fast'"],
    [['demo', '--json=yes'], "demo: option '--json' does not take an argument"],
    [['demo', 'now'], "demo: unexpected argument 'now'"],
    [['simulators', '--palomma-port'], "simulators: option '--palomma-port <value>' argument missing"],
    [['simulators', '--palladium-port', 'high'], '--palladium-port takes a number from 0 to 65435'],
    [['simulators', '--palladium-port=-1'], '--palladium-port takes a number from 0 to 65435'],
    [['simulators', '--palladium-port', '65436'], '--palladium-port takes a number from 0 to 65435'],
  ] as const
  for (const [args, problem] of mistakes) {
    it(`ends with 2 and one line for "${args.join(' ')}"`, async () => {
      assert.deepEqual(await polyrail(...args), {
        exitCode: 2,
        stdout: '',
        stderr: `polyrail: ${problem}. Run "polyrail help" to see what there is.\n`,
      })
    })
  }
})
