import { beforeAll, describe, expect, it } from 'vitest'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { addMember } from '../../src/pact/groups/members.ts'
import { planMeeting } from '../../src/pact/meetings/plan-meeting.ts'
import { writePdf } from '../../src/runtime/node/office/write-pdf.ts'
import { pptx } from '../support/document-files.ts'
import { authorOf, groupValues } from '../support/pact.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { openSession } from '../trainings/support.ts'

const program = useProgram()
let slides: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  slides = await writePdf({
    title: 'Lire un avis',
    subtitle: [],
    author: 'CCI de l’Aude',
    madeAt: program.clock.now,
    blocks: [{ kind: 'paragraph', text: 'Où regarder d’abord.' }],
  })
})

async function send(as: SignedIn, path: string, fields: [string, string | File][]) {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  return program.app.request(path, { method: 'POST', headers: as.headers, body })
}

async function read(path: string, as?: SignedIn) {
  return program.app.request(path, as ? { headers: as.headers } : {})
}

async function bytesOf(answer: Response) {
  return new Uint8Array(await answer.arrayBuffer())
}

describe('the slides of a training', () => {
  it('are taken as a file, shown with their format and weight, and served as they came', async () => {
    const { id, slug } = await openSession(program)
    const agent = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
    const path = `/espace/narbonne/formations/${id}/supports`
    const file = new File([slides], 'Lire un avis.pdf')
    const answer = await send(agent, path, [
      ['lien', ''],
      ['fichier', file],
    ])
    expect(answer.status).toBe(303)
    const page = await program.text(`/pacte/formations/${slug}`)
    const [, href = ''] = /<a href="([^"]+)">Lire un avis\.pdf<\/a>/.exec(page) ?? []
    expect(page).toContain(`(PDF, ${Math.round(slides.length / 1_000)}\u00A0ko)`)
    const served = await read(href)
    expect(served.headers.get('content-type')).toBe('application/pdf')
    expect(await bytesOf(served)).toEqual(slides)

    const deck = new File([pptx()], 'Lire un avis.pptx')
    await send(agent, path, [['fichier', deck]])
    const after = await program.text(`/pacte/formations/${slug}`)
    expect(after).toContain('(PPTX, 1\u00A0ko)')
    expect(after).not.toContain('Lire un avis.pdf')
    const [, newer = ''] = /<a href="([^"]+)">Lire un avis\.pptx<\/a>/.exec(after) ?? []
    const saved = await read(newer)
    expect(saved.headers.get('content-type')).toContain('presentationml')
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/)

    const other = new File([slides], 'Lire un avis.pptx')
    const refused = await send(agent, path, [['fichier', other]])
    expect(refused.status).toBe(422)
    expect(await program.text(`/pacte/formations/${slug}`)).toContain('(PPTX, 1\u00A0ko)')
  })
})

describe('the file of a meeting’s minutes', () => {
  it.each(['members', 'public'] as const)(
    'is read by %s as the minutes say',
    async (visibility) => {
      const { db } = program.deps
      const narbonne = await authorOf(db, 'narbonne', program.clock.now)
      const carcassonne = await authorOf(db, 'carcassonne-agglo', program.clock.now)
      const id = await db.transaction(async (tx) => {
        const group = await createGroup(tx, narbonne, groupValues(narbonne.partnerId, visibility))
        if (!group.ok) throw new Error(JSON.stringify(group))
        const member = { person: 'A', email: null, substitute: null, substituteEmail: null }
        await addMember(
          tx,
          narbonne,
          group.id,
          { partnerId: carcassonne.partnerId, ...member },
          '2026-11-01',
        )
        const meeting = await planMeeting(tx, narbonne, group.id, {
          startsAt: new Date('2026-11-18T09:30:00+01:00'),
          endsAt: new Date('2026-11-18T11:30:00+01:00'),
          startsWall: '2026-11-18T09:30',
          endsWall: '2026-11-18T11:30',
          place: 'Mairie',
          link: null,
          agenda: '',
        })
        if (!meeting.ok) throw new Error(JSON.stringify(meeting))
        return meeting.id
      })
      const pilot = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
      const member = await signIn(program, { role: 'pact-editor', partner: 'carcassonne-agglo' })
      const stranger = await signIn(program, { role: 'pact-editor', partner: 'cci-de-l-aude' })
      const desk = (partner: string) => `/espace/${partner}/pacte/reunions/${id}`
      const sent = await send(pilot, `${desk('narbonne')}/compte-rendu`, [
        ['version', '1'],
        ['minutes', 'Tout est dans le fichier.'],
        ['visibility', visibility],
        ['document', new File([slides], 'Compte rendu.pdf')],
      ])
      expect(sent.status).toBe(303)
      const validated = await program.app.request(`${desk('narbonne')}/validation`, {
        method: 'POST',
        headers: { ...pilot.headers, 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect(validated.status).toBe(303)
      const page = await (await read(desk('carcassonne-agglo'), member)).text()
      const [, href = ''] = /<a href="([^"]+)">Compte rendu\.pdf<\/a>/.exec(page) ?? []
      const served = await read(href, member)
      expect(await bytesOf(served)).toEqual(slides)
      const everyone = await program.text(`/pacte/reunions/${id}`)
      if (visibility === 'public') {
        expect(everyone).toContain('Compte rendu.pdf')
        return
      }
      expect(everyone).not.toContain('Compte rendu.pdf')
      expect(served.headers.get('cache-control')).toBe('private, no-store')
      const there = `${desk('cci-de-l-aude')}/compte-rendu/fichier`
      expect((await read(there, stranger)).status).toBe(404)
      expect(await (await read(desk('cci-de-l-aude'), stranger)).text()).not.toContain(
        'Compte rendu.pdf',
      )
      expect((await read(href)).status).toBe(303)
    },
  )
})
