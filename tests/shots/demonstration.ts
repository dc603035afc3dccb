import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { serve } from '../../src/runtime/node/serve.ts'
import { startMailServer } from '../support/mail-server.ts'
import { signIn } from '../support/sign-in.ts'

/** A working day, so that pictures made again show the same. */
const AT = '2026-11-24T09:30:00Z'

/** Who looks: everybody, or somebody who is signed in. */
export type Looker = 'reader' | Parameters<typeof signIn>[1]

/** The demonstration in a folder of its own, served on a free port, with mail that it can send. */
export async function serveDemonstration() {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-shots-'))
  const mail = await startMailServer()
  const read = readConfig({
    DATA_DIR: folder,
    POLL: 'off',
    FAKE_NOW: AT,
    HOST: '127.0.0.1',
    SMTP_URL: mail.url,
    MAIL_FROM: 'Guichet <guichet@guichet.example>',
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const result = await openProgram({ ...read.config, port: 0 }, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { opened } = result
  const context = { deps: opened.deps, sql: opened.database.sql, cwd: folder, say: () => {} }
  if ((await runCommand(['demo'], context, (line) => process.stderr.write(`${line}\n`))) !== 0)
    throw new Error('demo')
  const app = createApp(opened.deps)
  const served = await serve(opened)
  if (!served.ok) throw new Error(served.sentence)
  const origin = `http://localhost:${served.serving.port}`
  const nameItself = (baseUrl: string) => {
    opened.deps.config.baseUrl = baseUrl
  }
  nameItself(origin)
  const cookies = new Map<string, string>()
  const cookie = async (looker: Looker): Promise<string> => {
    if (looker === 'reader') return ''
    const key = JSON.stringify(looker)
    const known = cookies.get(key) ?? (await signIn(opened, looker)).headers['cookie'] ?? ''
    cookies.set(key, known)
    return known
  }
  return {
    origin,
    /** Has pages and messages begin their addresses with something else than `origin`. */
    nameItself,
    mail,
    /** The session of somebody who is signed in, empty for readers. */
    cookie,
    /** The page at an address as somebody sees it; null for what is no page, or not for them. */
    async ask(path: string, looker: Looker): Promise<string | null> {
      const answer = await app.request(path, { headers: { cookie: await cookie(looker) } })
      const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true
      return answer.status === 200 && isPage ? answer.text() : null
    },
    async close() {
      await served.serving.stop()
      await mail.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type ServedDemonstration = Awaited<ReturnType<typeof serveDemonstration>>
