#!/usr/bin/env node
import { run } from './run.js'
import { screenOn } from './screen/screen.js'

// `polyrail demo | head`: whoever reads has seen enough, which is no reason to leave the work half done.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2), screenOn(process.stdout), screenOn(process.stderr))
