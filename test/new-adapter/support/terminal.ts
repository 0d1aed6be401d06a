import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installDeclared, packedCommand } from '../../packages/packages.js'

export interface Ended {
  readonly exitCode: number
  readonly output: string
}

/**
 * A terminal of somebody who has nothing but an empty folder, and no network. Every line is run as it stands, but for two
 * that need a registry: `npm install` installs what package.json declares without one (`installDeclared`), and
 * `npx polyrail` runs the command of the packed package.
 */
export class Terminal {
  #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  get folder(): string {
    return this.#folder
  }

  /** Runs lines one after the other, until one fails. */
  run(lines: string, input?: string): Ended {
    let output = ''
    for (const line of lines.trim().split('\n')) {
      const ended = this.#line(line, input)
      output += ended.output
      if (ended.exitCode !== 0) return { ...ended, output }
    }
    return { exitCode: 0, output }
  }

  #line(line: string, input: string | undefined): Ended {
    const [, folder] = /^cd (\S+)$/.exec(line) ?? []
    if (folder !== undefined) {
      this.#folder = join(this.#folder, folder)
      return existsSync(this.#folder) ? { exitCode: 0, output: '' } : { exitCode: 1, output: `no folder ${folder}` }
    }
    if (line === 'npm install') {
      installDeclared(this.#folder)
      return { exitCode: 0, output: '' }
    }
    return this.#spawn(line.replace(/^npx polyrail(?= )/, `'${process.execPath}' '${packedCommand()}'`), input)
  }

  #spawn(line: string, input = ''): Ended {
    const { PATH } = process.env
    const env = { PATH, HOME: this.#folder, npm_config_offline: 'true', npm_config_update_notifier: 'false' }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
      ...{ cwd: this.#folder, env, input, encoding: 'utf8' },
    })
    return { exitCode: status ?? 1, output: stdout + stderr }
  }
}
