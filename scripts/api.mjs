/**
 * Reports of the public API in `etc/`: compares them with what is built, or rewrites them with `--update`. A change
 * of the public surface then shows in the same commit.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import { packageFolders, root } from './setup.mjs'

const update = process.argv.includes('--update')

/** The command line has no API. */
const libraries = packageFolders().filter((folder) => folder !== 'packages/cli')

const NONE = { default: { logLevel: ExtractorLogLevel.None } }
// A type that callers meet but cannot name: stands in the report.
const UNNAMED = { 'ae-forgotten-export': { logLevel: ExtractorLogLevel.None, addToApiReportFile: true } }

const configOf = (folder) => {
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return ExtractorConfig.prepare({
    configObjectFullPath: join(root, folder, 'api-extractor.json'),
    packageJsonFullPath: join(root, folder, 'package.json'),
    configObject: {
      projectFolder: join(root, folder),
      mainEntryPointFilePath: join(root, folder, 'dist', 'index.d.ts'),
      compiler: {
        // As a consumer sees it: the built declarations of the other packages, not their sources.
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2023',
            module: 'nodenext',
            moduleResolution: 'nodenext',
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [join(root, folder, 'dist', 'index.d.ts')],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${basename(name)}.api.md`,
        reportFolder: join(root, 'etc'),
        reportTempFolder: join(root, 'temp', 'api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: NONE,
        extractorMessageReporting: { ...NONE, ...UNNAMED },
        tsdocMessageReporting: NONE,
      },
    },
  })
}

const isUpToDate = (folder) => {
  const { apiReportChanged, succeeded } = Extractor.invoke(configOf(folder), {
    localBuild: update,
    messageCallback: (message) => {
      // Its own notices say less than the one line below.
      message.handled = message.logLevel !== ExtractorLogLevel.Error
    },
  })
  if (apiReportChanged) console.log(`${folder}: the public API changed`)
  return update || (succeeded && !apiReportChanged)
}

mkdirSync(join(root, 'etc'), { recursive: true })
const stale = libraries.filter((folder) => !isUpToDate(folder))
if (stale.length > 0) {
  console.error('The API reports do not match: run `npm run api:update` and review the difference.')
  process.exitCode = 1
}
