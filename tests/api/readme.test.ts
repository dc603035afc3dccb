import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeServer } from '../../src/runtime/node/server.ts'
import { tokenOf } from '../support/api-client.ts'
import { useProgram } from '../support/use-program.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const section = /^## The API\n(.*?)^## /ms.exec(readme)?.[1] ?? ''
const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
const calls = blocks.filter((block) => block.includes('curl'))

/** A shell with curl, as the README asks for. */
const hasCurl = spawnSync('bash', ['-c', 'command -v curl']).status === 0

describe.skipIf(!hasCurl)('the calls of the README, where bash and curl are', () => {
  const program = useProgram()
  let server: Server
  let env: Record<string, string>

  beforeAll(async () => {
    server = createNodeServer(program.app, program.deps)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : ''
    env = {
      PATH: process.env['PATH'] ?? '',
      GUICHET: `http://127.0.0.1:${port}`,
      JETON: await tokenOf(program, 'narbonne'),
    }
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
  })

  it('are all there', () => {
    expect(calls).toHaveLength(5)
    expect(blocks[0]).toContain('export GUICHET=')
  })

  it.each(calls.map((block) => [/api\/v1\/[\w/?=-]+/.exec(block)?.[0] ?? '', block]))(
    'succeed: %s',
    async (_, block) => {
      if (block.includes('/award')) program.later(90)
      const strict = block.replaceAll('curl -sS', `curl -sS --fail-with-body -w '\\n'`)
      const { stdout } = await promisify(execFile)('bash', ['-ec', strict], { env })
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(answers.length).toBe(block.match(/^curl /gm)?.length)
    },
  )
})
