import { eq, sql } from 'drizzle-orm'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobs } from '../../../src/jobs/schema.ts'
import { requests } from '../../../src/requests/schema.ts'
import { POLL_JOB } from '../../../src/sources/polling/schedule.ts'
import { addSources } from '../../../src/sources/register.ts'
import { mediation } from '../../requests/support.ts'
import { PUBLIC_ORIGIN, type ServingProcess, startServing } from '../../support/serving.ts'
import { type SourceServer, startSource } from '../../support/source-server.ts'
import { ownForm } from '../../support/sign-in.ts'
import { useProgram } from '../../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'
/** A limit on waiting, not on speed. */
const PATIENCE = { timeout: 30_000, interval: 20 }
const EXPORT = '/donnees/contacts.csv'

describe('a server that is told to stop', () => {
  const program = useProgram(NOW)
  let source: SourceServer
  let serving: ServingProcess

  beforeAll(async () => {
    // More than connections hold while nobody reads.
    await program.deps.db.execute(sql`
      with body as (
        insert into help_bodies (slug, kind, name, role, phones, territories, problems, checked_on)
        values ('organisme', 'public-body', 'Organisme', 'Aide.', '{}', '{}', '{}', '2026-01-01')
        returning id
      )
      insert into help_contacts (slug, body_id, function, phones, territories, trades, problems)
      select 'interlocuteur-' || n, id, repeat('Aide les entreprises. ', 400), '{}', '{}', '{}', '{}'
      from body, generate_series(1, 3000) n`)
    source = await startSource()
    await program.deps.db.transaction((tx) =>
      addSources(tx, [{ url: source.url, partner: 'narbonne', kind: 'rss' }], {
        now: new Date(NOW),
        demonstration: false,
      }),
    )
    // Never answers.
    source.answer = () => {}
  })
  afterAll(async () => {
    await source?.close()
  })
  afterEach(() => serving?.kill())

  async function start(variables: Record<string, string> = {}): Promise<void> {
    serving = await startServing({
      DATABASE_URL: program.url,
      FAKE_NOW: NOW,
      ALLOW_PRIVATE_SOURCES: '1',
      ...variables,
    })
  }

  /** Begins a download, of which nothing is read yet. */
  async function beginDownload(): Promise<IncomingMessage> {
    const asking = get(serving.origin + EXPORT, { agent: false })
    const [answer] = await once(asking, 'response')
    return answer
  }

  test(
    'ends answers and forms under way, tells those who stay that it ends, and takes nobody new',
    { timeout: 120_000 },
    async () => {
      await start({ POLL: 'on' })
      const whole = await (await fetch(serving.origin + EXPORT)).bytes()
      expect(whole.length).toBeGreaterThan(20_000_000)
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const first = get(`${serving.origin}/acheteurs`, { agent })
      const [page] = await once(first, 'response')
      await buffer(page)

      const download = await beginDownload()
      const form = new Response(formOf(mediation()))
      const body = Buffer.from(await form.arrayBuffer())
      const sending = request(`${serving.origin}/saisines/nouvelle`, {
        agent: false,
        method: 'POST',
        headers: {
          ...ownForm(PUBLIC_ORIGIN),
          'content-type': form.headers.get('content-type') ?? '',
          'content-length': body.length,
          expect: '100-continue',
        },
      })
      sending.flushHeaders()
      await once(sending, 'continue')
      sending.write(body.subarray(0, 200))
      await vi.waitFor(() => expect(source.requests).toHaveLength(1), PATIENCE)

      const stopped = serving.stop()
      await vi.waitFor(
        () => expect(fetch(`${serving.origin}/sante/vif`)).rejects.toThrow('fetch failed'),
        PATIENCE,
      )
      sending.end(body.subarray(200))
      const [answer] = await once(sending, 'response')
      expect([answer.statusCode, answer.headers.connection]).toEqual([303, 'close'])
      answer.resume()
      expect(serving.process.exitCode).toBeNull()
      expect((await buffer(download)).equals(whole)).toBe(true)
      expect(await stopped).toBe(0)
      agent.destroy()

      expect(await program.deps.db.$count(requests)).toBe(1)
      const [look] = await program.deps.db.select().from(jobs).where(eq(jobs.kind, POLL_JOB))
      expect(look).toMatchObject({ lease: null, leasedUntil: null, attempts: 0 })
      expect(serving.log.filter((line) => /error|failure/.test(line))).toEqual([])
    },
  )

  test('ends at once when it is told a second time', { timeout: 60_000 }, async () => {
    await start()
    const download = await beginDownload()
    download.on('error', () => {})
    const ended = once(serving.process, 'exit')
    // npm passes on what the terminal has told already: what comes within a second is the same.
    const telling = setInterval(() => serving.process.kill('SIGTERM'), 700)
    serving.process.kill('SIGTERM')
    const [status] = await ended
    clearInterval(telling)
    expect(status).toBe(1)
    download.destroy()
  })

  test.runIf(process.env['DEEP'])(
    'waits for nobody who reads too slowly',
    { timeout: 120_000 },
    async () => {
      await start()
      const download = await beginDownload()
      download.on('error', () => {})
      expect(await serving.stop()).toBe(0)
      await expect(buffer(download)).rejects.toThrow('aborted')
    },
  )
})

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('fichier', new File(['Une facture.'], 'facture.txt', { type: 'text/plain' }))
  return form
}
