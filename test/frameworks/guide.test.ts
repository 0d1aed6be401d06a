import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'webhooks.md')

const SHOWN = [
  'express/server.ts',
  'fastify/server.ts',
  'hono/server.ts',
  'nest/server.ts',
  'next/app/webhooks/[provider]/route.ts',
  'next/next.config.mjs',
]

describe('the guide to webhooks', () => {
  for (const path of SHOWN) {
    it(`shows ${path} as it is run`, async () => {
      const guide = await readFile(GUIDE, 'utf8')
      const source = await readFile(join(import.meta.dirname, path), 'utf8')
      const language = path.endsWith('.ts') ? 'ts' : 'js'
      assert.ok(guide.includes(`\`\`\`${language}\n${source}\`\`\`\n`), `copy ${path} into docs/guides/webhooks.md`)
    })
  }
})
