import { getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { reportJob } from '../../src/news/report-job.ts'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { axes } from '../../src/pact/schema.ts'
import { partners } from '../../src/partners/schema.ts'
import { office } from '../../src/runtime/node/office/office.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-21T09:00:00Z')

const job = { kind: 'pact-report', key: 'all', payload: {}, attempt: 1 }

describe('the report for the steering committee', () => {
  it('is said to be in preparation until a Node process has made it', async () => {
    const answer = await program.app.request('/pacte/rapport.pdf')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('en préparation')
    expect(await program.text('/pacte')).not.toContain('rapport.pdf')
  })

  it('is a tagged PDF in French whose figures are the page’s', async () => {
    await addActions(3)
    await reportJob(program.deps, office)(job)
    const answer = await program.app.request('/pacte/rapport.pdf')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const pdf = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()))
    const { info } = await pdf.getMetadata()
    expect(info).toMatchObject({
      Language: 'fr-FR',
      Title: 'Rapport au comité de pilotage du pacte',
    })
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true })
    const text = await textOf(pdf)
    const page = (await program.text('/pacte')).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
    expect(page).toContain('0 action réalisée sur 3')
    expect(text).toContain('0 actions réalisées sur 3')
    expect(page).toContain('À lancer : 3')
    expect(text).toContain('À lancer : 3')
  })

  it('is made again when something of the pact changed, and only then', async () => {
    const before = await etagOf('/pacte/rapport.pdf')
    await reportJob(program.deps, office)(job)
    expect(await etagOf('/pacte/rapport.pdf')).toBe(before)
    await addActions(1)
    await reportJob(program.deps, office)(job)
    const after = await etagOf('/pacte/rapport.pdf')
    expect(after).not.toBe(before)
    const known = await program.app.request('/pacte/rapport.pdf', {
      headers: { 'if-none-match': after },
    })
    expect(known.status).toBe(304)
  })

  it(
    'comes with a note of the month that stays on one page, however much there is to tell',
    {
      timeout: 120_000,
    },
    async () => {
      await addActions(60)
      await reportJob(program.deps, office)(job)
      const answer = await program.app.request('/pacte/note.pdf')
      const pdf = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()))
      expect(pdf.numPages).toBe(1)
      expect(await textOf(pdf)).toContain('novembre 2026')
      expect(await program.text('/pacte')).toContain('/pacte/rapport.pdf')
    },
  )
})

async function addActions(count: number): Promise<void> {
  const { db } = program.deps
  const [axis] = await db.select().from(axes)
  const [pilot] = await db.select().from(partners)
  await db.transaction(async (tx) => {
    for (let number = 0; number < count; number += 1) {
      const added = await createAction(
        tx,
        { partnerId: pilot?.id ?? 0, actor: 'test', now: program.clock.now },
        {
          title: `Une action dont le titre est assez long pour tenir sur deux lignes, numéro ${number}`,
          description: '',
          axisId: axis?.id ?? 0,
          groupId: null,
          pilotId: pilot?.id ?? 0,
          partnerIds: [],
          startsOn: null,
          dueOn: '2026-12-15',
          budget: null,
          indicator: '',
          indicatorUnit: '',
          indicatorTarget: null,
        },
      )
      if (!added.ok) throw new Error(JSON.stringify(added))
    }
  })
}

async function etagOf(path: string): Promise<string> {
  return (await program.app.request(path)).headers.get('etag') ?? ''
}

async function textOf(pdf: Awaited<ReturnType<typeof getDocumentProxy>>): Promise<string> {
  const pages: string[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
  }
  return pages.join('\n').replaceAll(/\s+/g, ' ')
}
