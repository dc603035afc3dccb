import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { count, eq, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { publishDocuments, withdrawDocument } from '../../src/documents/publish-document.ts'
import { documentById, documentPath } from '../../src/documents/queries.ts'
import { receiveUpload, type Upload, uploadStatus } from '../../src/documents/receive-upload.ts'
import { SCAN_JOB, scanJob } from '../../src/documents/scan-job.ts'
import { documentChunks, documents } from '../../src/documents/schema.ts'
import { MOST_DOCUMENT_BYTES, storeDocument } from '../../src/documents/store-document.ts'
import type { Env } from '../../src/http/route.ts'
import { tick } from '../../src/jobs/tick.ts'
import { createNodeServer } from '../../src/runtime/node/server.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { idOfPartner } from '../support/directory.ts'
import { docx, pdf, png } from '../support/document-files.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'

describe.each(enginesOfLongSuites)('documents, on %s', (engine) => {
  const program = useProgram(NOW, engine)
  let partnerId: number

  beforeAll(async () => {
    partnerId = await idOfPartner(program.deps.db, 'narbonne')
  })
  beforeEach(() => program.deps.db.execute(sql`truncate documents cascade`))

  const giver = () => ({ partnerId, actor: 'agent:test', now: new Date(NOW) })
  const store = async (name: string, bytes: Uint8Array<ArrayBuffer>, antivirusUrl = '') => {
    const stored = await storeDocument(program.deps.db, { name, bytes }, giver(), { antivirusUrl })
    if (!stored.ok) throw new Error(stored.problem)
    return stored.document
  }
  const publish = (id: string) =>
    program.deps.db.transaction((tx) => publishDocuments(tx, [id], giver()))
  const published = async (name: string, bytes: Uint8Array<ArrayBuffer>, antivirusUrl = '') => {
    const document = await store(name, bytes, antivirusUrl)
    await publish(document.id)
    return documentPath(document)
  }
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    program.app.request(path, { headers, method })
  const left = async () => {
    const [rows] = await program.deps.db.select({ n: count() }).from(documents)
    const [chunks] = await program.deps.db.select({ n: count() }).from(documentChunks)
    return [rows?.n, chunks?.n]
  }

  it('come back as they were given, 20 MB of them, with their name in UTF-8', async () => {
    const bytes = pdf(MOST_DOCUMENT_BYTES)
    expect(bytes.length).toBe(MOST_DOCUMENT_BYTES)
    const path = await published('Règlement de consultation – lot 1.pdf', bytes)
    expect(await left()).toEqual([1, 80])
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(MOST_DOCUMENT_BYTES),
      'content-disposition': expect.stringContaining(
        'inline; filename="Reglement de consultation _ lot 1.pdf"; filename*=UTF-8\'\'R%C3%A8glement',
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    })
    expect(hashOf(new Uint8Array(await answer.arrayBuffer()))).toBe(hashOf(bytes))
  })

  it('too large by a byte, or of the wrong content, are not kept', async () => {
    const give = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
      storeDocument(program.deps.db, { name, bytes }, giver(), { antivirusUrl: '' })
    expect(await give('a.pdf', pdf(MOST_DOCUMENT_BYTES + 1))).toEqual({
      ok: false,
      problem: 'too-large',
    })
    expect(await give('a.pdf', png())).toEqual({ ok: false, problem: 'wrong-content' })
    expect(await left()).toEqual([0, 0])
  })

  it('are shut in: a picture may do nothing, an office document is only saved', async () => {
    const picture = await get(await published('plan.png', png()))
    expect(picture.headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/)
    expect(picture.headers.get('content-disposition')).toMatch(/^inline/)
    const office = await get(await published('CCTP.docx', docx()))
    expect(office.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(office.headers.get('content-security-policy')).toMatch(/sandbox/)
  })

  it('can be read by parts, across chunks and to the end', async () => {
    const bytes = pdf(700_000)
    const path = await published('a.pdf', bytes)
    const { headers } = await get(path, {}, 'HEAD')
    const etag = headers.get('etag') ?? ''
    for (const [range, first, last] of [
      ['bytes=0-9', 0, 9],
      ['bytes=262140-262150', 262_140, 262_150],
      ['bytes=262144-524287', 262_144, 524_287],
      ['bytes=699990-', 699_990, 699_999],
      ['bytes=-10', 699_990, 699_999],
      ['bytes=100-9999999', 100, 699_999],
    ] as const) {
      const answer = await get(path, { range, 'if-range': etag })
      expect([range, answer.status, answer.headers.get('content-range')]).toEqual([
        range,
        206,
        `bytes ${first}-${last}/700000`,
      ])
      expect(answer.headers.get('content-length')).toBe(String(last + 1 - first))
      expect(hashOf(new Uint8Array(await answer.arrayBuffer()))).toBe(
        hashOf(bytes.subarray(first, last + 1)),
      )
    }
  })

  it('answer what cannot be read, what one has already, and other contents, as RFC 9110 says', async () => {
    const path = await published('a.pdf', pdf(1_000))
    const etag = (await get(path)).headers.get('etag') ?? ''
    const beyond = await get(path, { range: 'bytes=1000-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */1000'])
    expect((await get(path, { 'if-none-match': `"x", W/${etag}` })).status).toBe(304)
    expect((await get(path, { 'if-none-match': '"x"' })).status).toBe(200)
    expect((await get(path, { range: 'bytes=0-1', 'if-range': '"x"' })).status).toBe(200)
    expect((await get(path, { range: 'bytes=0-1', 'if-range': `W/${etag}` })).status).toBe(200)
    expect((await get(path, { range: 'bytes=0-1,3-4' })).status).toBe(200)
    const head = await get(path, { range: 'bytes=0-1' }, 'HEAD')
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '1000',
      '',
    ])
  })

  it('are nobody else’s before they are published', async () => {
    const document = await store('brouillon.pdf', pdf())
    expect((await get(documentPath(document))).status).toBe(404)
    const own = `/espace/narbonne/documents/${document.id}/brouillon.pdf`
    const theirs = `/espace/carcassonne/documents/${document.id}/brouillon.pdf`
    const { headers } = await signIn(program, { role: 'publisher', partner: 'narbonne' })
    const other = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
    const answer = await get(own, headers)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect((await get(own, other.headers)).status).toBe(403)
    expect((await get(theirs, other.headers)).status).toBe(404)
    expect((await get(own)).status).toBe(303)
    await publish(document.id)
    expect((await get(documentPath(document))).status).toBe(200)
  })

  it('keep one address: another name leads to it', async () => {
    const path = await published('Été.pdf', pdf())
    const answer = await get(path.replace(/[^/]+$/, 'autre.pdf'))
    expect([answer.status, answer.headers.get('location')]).toEqual([301, path])
    for (const nowhere of ['inconnu', crypto.randomUUID(), "'; select 1"])
      expect((await get(`/documents/fichier/${encodeURIComponent(nowhere)}/a.pdf`)).status).toBe(
        404,
      )
  })

  it('that are withdrawn say so at their address, and what was never published is forgotten', async () => {
    const document = await store('a.pdf', pdf())
    await publish(document.id)
    const withdraw = (id: string, by = partnerId) =>
      program.deps.db.transaction((tx) => withdrawDocument(tx, id, { ...giver(), partnerId: by }))
    expect(await withdraw(document.id, partnerId + 1)).toBe(false)
    expect(await withdraw(document.id)).toBe(true)
    expect(await withdraw(document.id)).toBe(false)
    const answer = await get(documentPath(document))
    expect(answer.status).toBe(410)
    expect(await answer.text()).toContain('samedi 21 novembre 2026')
    await publish(document.id)
    expect((await get(documentPath(document))).status).toBe(410)
    const draft = await store('b.pdf', pdf())
    expect(await withdraw(draft.id)).toBe(true)
    expect(await documentById(program.deps.db, draft.id)).toBeNull()
    const actions = await program.deps.db
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(eq(auditLog.subject, `document:${document.id}`))
    expect(actions.map(({ action }) => action)).toEqual([
      'document.store',
      'document.publish',
      'document.withdraw',
    ])
  })

  it('wait for the antivirus where there is one', async () => {
    const verdicts: number[] = []
    let seen = ''
    const antivirus = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      seen = hashOf(Buffer.concat(chunks))
      response.writeHead(verdicts.shift() ?? 500).end('said')
    }).listen(0, '127.0.0.1')
    await once(antivirus, 'listening')
    const antivirusUrl = `http://127.0.0.1:${portOf(antivirus)}/`
    const scan = async () => {
      await program.deps.db.execute(sql`update jobs set run_at = now()`)
      const config = { ...program.deps.config, antivirusUrl }
      await tick(program.deps, { [SCAN_JOB]: scanJob({ ...program.deps, config }) })
    }
    try {
      const bytes = pdf(600_000)
      const path = await published('a.pdf', bytes, antivirusUrl)
      const waiting = await get(path)
      expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([503, '60'])
      verdicts.push(500)
      await scan()
      expect((await get(path)).status).toBe(503)
      verdicts.push(204)
      await scan()
      expect(seen).toBe(hashOf(bytes))
      expect((await get(path)).status).toBe(200)
      const bad = await published('b.pdf', pdf(), antivirusUrl)
      verdicts.push(406)
      await scan()
      const refused = await get(bad)
      expect(refused.status).toBe(410)
      expect(await refused.text()).toContain('antivirus')
    } finally {
      antivirus.close()
    }
  })

  describe('sent by a form', () => {
    let url: string
    let close: () => void
    let upload: Upload | undefined
    const app = new Hono<Env>()

    beforeAll(async () => {
      app.post('/', async (c) => {
        c.set('deps', program.deps)
        upload = await receiveUpload(c, giver())
        return c.json(upload, upload.ok ? 200 : uploadStatus(upload.problems))
      })
      app.post('/entreprise', async (c) => {
        c.set('deps', program.deps)
        await receiveUpload(c, { ...giver(), partnerId: null })
        return c.body(null, 204)
      })
      const server = createNodeServer(app, program.deps).listen(0, '127.0.0.1')
      await once(server, 'listening')
      url = `http://127.0.0.1:${portOf(server)}/`
      close = () => {
        server.close()
        server.closeAllConnections()
      }
    })
    afterAll(() => close())
    beforeEach(() => {
      upload = undefined
    })

    const send = (...parts: [string, string | File][]) => {
      const body = new FormData()
      for (const [name, value] of parts) body.append(name, value)
      return fetch(url, { method: 'POST', body })
    }
    const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name)

    it('are stored with what was typed beside them', async () => {
      const answer = await send(
        ['objet', 'Voirie\r\nrue de l’Été\0'],
        ['piece', file('Règlement.pdf', pdf(300_000))],
        ['piece', file('', new Uint8Array())],
        ['plan', file('plan.png', png())],
      )
      expect(answer.status).toBe(200)
      expect(
        upload?.ok && upload.documents.map(({ field, name, size }) => [field, name, size]),
      ).toEqual([
        ['piece', 'Règlement.pdf', 300_000],
        ['plan', 'plan.png', png().length],
      ])
      expect(upload?.fields.get('objet')).toBe('Voirie\nrue de l’Été')
      expect(await left()).toEqual([2, 3])
    })

    it('are all taken or none, and every wrong one is told', async () => {
      const answer = await send(
        ['objet', 'Voirie'],
        ['piece', file('bon.pdf', pdf())],
        ['piece', file('faux.pdf', png())],
        ['piece', file('programme.exe', new Uint8Array([77, 90, 0]))],
      )
      expect(answer.status).toBe(422)
      expect(upload).toMatchObject({
        ok: false,
        problems: [
          { code: 'wrong-content', file: 'faux.pdf', field: 'piece' },
          { code: 'unknown-kind', file: 'programme.exe', field: 'piece' },
        ],
      })
      expect(upload?.fields.get('objet')).toBe('Voirie')
      expect(await left()).toEqual([0, 0])
    })

    it('are refused beyond 20 MB, beyond ten, and where it is no form with files', async () => {
      const large = file('a.pdf', pdf(MOST_DOCUMENT_BYTES + 1))
      expect((await send(['piece', file('b.pdf', pdf())], ['piece', large])).status).toBe(413)
      const eleven = Array.from({ length: 11 }, (): [string, File] => ['p', file('a.pdf', pdf())])
      expect((await send(...eleven)).status).toBe(413)
      const enormous = file('a.pdf', pdf(4 * MOST_DOCUMENT_BYTES))
      expect((await send(['piece', enormous])).status).toBe(413)
      const typed = await fetch(url, { method: 'POST', body: new URLSearchParams({ a: 'b' }) })
      expect(typed.status).toBe(415)
      const mangled = await fetch(url, {
        method: 'POST',
        body: 'rien',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      })
      expect(mangled.status).toBe(415)
      expect(await left()).toEqual([0, 0])
    })

    it('leave nothing when the sender goes away in the middle', async () => {
      const { port } = new URL(url)
      const socket = connect(Number(port), '127.0.0.1')
      await once(socket, 'connect')
      const part = (name: string) =>
        `--x\r\nContent-Disposition: form-data; name="p"; filename="${name}"\r\n\r\n`
      socket.write(
        `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n`,
      )
      socket.write(Buffer.concat([Buffer.from(part('a.pdf')), pdf(1000), Buffer.from('\r\n')]))
      socket.write(Buffer.concat([Buffer.from(part('b.pdf')), pdf(1000)]))
      await vi.waitFor(async () => expect(await left()).toEqual([1, 1]))
      socket.destroy()
      await vi.waitFor(() =>
        expect(upload).toMatchObject({ ok: false, problems: [{ code: 'interrupted' }] }),
      )
      expect(await left()).toEqual([0, 0])
    })

    it('are at most two at a time in memory: a third waits, unread, until one has ended', async () => {
      const senders = ['a', 'b', 'c'].map((name) => slowSender(name))
      const [one, , third] = senders
      const answers = senders.map(({ request }) => app.fetch(request))
      await Promise.all(senders.slice(0, 2).map(({ asked }) => asked))
      expect(senders.map(({ wasAsked }) => wasAsked())).toEqual([true, true, false])
      one?.finish()
      await third?.asked
      for (const { finish } of senders.slice(1)) finish()
      const statuses = await Promise.all(answers.map(async (answer) => (await answer).status))
      expect(statuses).toEqual([200, 200, 200])
      expect(await left()).toEqual([3, 3])
    })

    it('of agents do not wait for those of firms', async () => {
      const firms = ['a', 'b', 'c'].map((name) => slowSender(name, '/entreprise'))
      const given = firms.map(({ request }) => app.fetch(request))
      await Promise.all(firms.slice(0, 2).map(({ asked }) => asked))
      expect((await send(['p', file('d.pdf', pdf())])).status).toBe(200)
      expect(firms.map(({ wasAsked }) => wasAsked())).toEqual([true, true, false])
      for (const { finish } of firms) finish()
      await Promise.all(given)
    })
  })
})

/** An upload of one file whose end comes when it is told to; `asked`: somebody has begun to read it. */
function slowSender(name: string, path = '/') {
  const asked = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  let wasAsked = false
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        wasAsked = true
        asked.resolve()
        await end.promise
        const head = `--x\r\nContent-Disposition: form-data; name="p"; filename="${name}.pdf"\r\n\r\n`
        controller.enqueue(Buffer.concat([Buffer.from(head), pdf(), Buffer.from('\r\n--x--\r\n')]))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const init = {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  }
  return {
    request: new Request(`http://localhost${path}`, init),
    asked: asked.promise,
    wasAsked: () => wasAsked,
    finish: () => end.resolve(),
  }
}

function portOf(server: { address(): unknown }): number {
  const address = server.address()
  return typeof address === 'object' && address !== null && 'port' in address
    ? Number(address.port)
    : 0
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
