/**
 * Compiles the JSON Schemas of every package that has a `src/schemas.ts` into `src/generated/validators.ts`, so that
 * no schema is compiled when a program starts. Runs before every build; what it writes is not in version control.
 */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv, type AnySchema } from 'ajv'
import { build } from 'esbuild'
import { AJV_OPTIONS } from '../packages/core/src/schema/compile.js'

const { default: standaloneCode } = createRequire(import.meta.url)('ajv/dist/standalone/index.js') as {
  readonly default: (ajv: Ajv, names: Readonly<Record<string, string>>) => string
}

const HEADER = `// @ts-nocheck
// Generated from ../schemas.ts; not to be edited.
import type { Validators } from 'VALIDATORS'
`

const packages = async (): Promise<readonly string[]> => {
  const { workspaces } = JSON.parse(await readFile('package.json', 'utf8')) as {
    readonly workspaces: readonly string[]
  }
  const folders = await Promise.all(
    workspaces.map(async (pattern) =>
      pattern.endsWith('/*')
        ? (await readdir(pattern.slice(0, -2))).map((name) => join(pattern.slice(0, -2), name))
        : [pattern],
    ),
  )
  return folders.flat()
}

const generate = async (folder: string): Promise<string> => {
  const source = join(folder, 'src', 'schemas.ts')
  const { schemas } = (await import(pathToFileURL(source).href)) as {
    readonly schemas: Readonly<Record<string, AnySchema>>
  }
  const entries = Object.entries(schemas)
  const names = entries.map(([name]) => name)
  const ajv = new Ajv({ ...AJV_OPTIONS, code: { source: true, esm: true } })
  // Each as a copy: under two names, one object would be compiled into one function that is declared twice.
  entries.forEach(([name, schema]) => ajv.addSchema(JSON.parse(JSON.stringify(schema)) as AnySchema, name))
  const exportsOf = Object.fromEntries(names.map((name, index) => [`v${index}`, name]))
  const bundled = await build({
    stdin: { contents: standaloneCode(ajv, exportsOf), resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    write: false,
    legalComments: 'none',
  })
  const isCore = folder === join('packages', 'core')
  const code = (bundled.outputFiles[0]?.text ?? '').replace(/export \{[^}]*\};?\s*$/, '')
  const table = names.map((name, index) => `  ${JSON.stringify(name)}: v${index},`).join('\n')
  await mkdir(join(folder, 'src', 'generated'), { recursive: true })
  await writeFile(
    join(folder, 'src', 'generated', 'validators.ts'),
    `${HEADER.replace('VALIDATORS', isCore ? '../schema/validators.js' : '@polyrail/core')}${code}
export const validators: Validators = {\n${table}\n}\n`,
  )
  return `${folder}: ${names.length} schemas`
}

const exists = async (file: string): Promise<boolean> =>
  readFile(file).then(
    () => true,
    () => false,
  )

for (const folder of await packages()) {
  if (await exists(join(folder, 'src', 'schemas.ts'))) console.log(await generate(folder))
}
