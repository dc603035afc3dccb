import { beforeAll, describe, expect, it } from 'vitest'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { planMeeting } from '../../src/pact/meetings/plan-meeting.ts'
import { writePdf } from '../../src/runtime/node/office/write-pdf.ts'
import { authorOf, groupValues } from '../support/pact.ts'
import { formsAs, wordsOf } from '../support/partner-forms.ts'
import { rssTitles } from '../support/read-feeds.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

beforeAll(async () => {
  const author = await authorOf(program.deps.db, 'narbonne', program.clock.now)
  await program.deps.db.transaction(async (tx) => {
    const group = await createGroup(tx, author, groupValues(author.partnerId, 'Groupe'))
    if (!group.ok) throw new Error(JSON.stringify(group))
    await planMeeting(tx, author, group.id, {
      startsAt: new Date('2026-11-19T09:30:00+01:00'),
      endsAt: new Date('2026-11-19T11:30:00+01:00'),
      startsWall: '2026-11-19T09:30',
      endsWall: '2026-11-19T11:30',
      place: 'Carcassonne',
      link: null,
      agenda: '',
    })
  })
})

const EDITOR = { role: 'pact-editor', partner: 'narbonne' } as const
const OTHER = { role: 'pact-editor', partner: 'carcassonne' } as const

async function upload(path: string, fields: Record<string, string | File>) {
  const agent = await formsAs(program, EDITOR)
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return program.app.request(path, { method: 'POST', headers: agent.headers, body })
}

describe('draft minutes', () => {
  const at = (partner: string) => `/espace/${partner}/pacte/reunions/1`

  it('are commented on by those who may read them, and by nobody once they are validated', async () => {
    const writer = await formsAs(program, EDITOR)
    const comment = (words: string) => writer.post(`${at('narbonne')}/commentaires`, { words })
    const early = await comment('Rien à lire encore')
    expect(early.status).toBe(422)
    const path = `${at('narbonne')}/compte-rendu`
    const [, version = ''] =
      /name="version" value="(\d+)"/.exec(await (await writer.get(path)).text()) ?? []
    const written = await upload(path, {
      version,
      minutes: 'Projet de compte rendu.',
      visibility: 'public',
    })
    expect(written.status).toBe(303)
    expect((await comment('Il manque un chiffre')).status).toBe(303)
    expect(wordsOf(await (await writer.get(at('narbonne'))).text())).toContain(
      'Il manque un chiffre',
    )
    expect((await comment(' ')).status).toBe(422)

    const outsider = await formsAs(program, OTHER)
    expect((await outsider.get(`${at('carcassonne')}/commentaires`)).status).toBe(403)
    expect(
      (await outsider.post(`${at('carcassonne')}/commentaires`, { words: 'Du dehors' })).status,
    ).toBe(403)
    expect(await (await outsider.get(at('carcassonne'))).text()).not.toContain('un chiffre')

    await writer.post(`${at('narbonne')}/validation`, {})
    const late = await comment('Trop tard')
    expect(late.status).toBe(422)
    expect(wordsOf(await late.text())).toContain('il ne se commente plus')
    const settled = await (await writer.get(at('narbonne'))).text()
    expect(settled).toContain('un chiffre')
    expect(settled).not.toContain('>Commenter<')
    expect(await program.text('/pacte/reunions/1')).not.toContain('un chiffre')
  })
})

it('shows two hands at an attendance sheet what the other wrote', async () => {
  const path = '/espace/narbonne/pacte/reunions/1/presence'
  const one = await formsAs(program, EDITOR)
  const two = await formsAs(program, EDITOR)
  const [, id = ''] = /name="presence\.(\d+)"/.exec(await (await one.get(path)).text()) ?? []
  const [, version = ''] =
    /name="version" value="(\d+)"/.exec(await (await two.get(path)).text()) ?? []
  expect((await one.fill(path, { [`presence.${id}`]: 'present' })).status).toBe(303)
  const refused = await two.post(path, { version, [`presence.${id}`]: 'excused' })
  expect(refused.status).toBe(422)
  expect(wordsOf(await refused.text())).toContain('Quelqu’un d’autre a enregistré avant vous')
  expect(wordsOf(await program.text('/pacte/reunions/1'))).toContain('Narbonne : présent')
})

describe('a draft of a document', () => {
  const desk = '/espace/narbonne/pacte/documents'
  const DATED = { 'datedOn.day': '1', 'datedOn.month': '11', 'datedOn.year': '2026' }

  it('is read and commented on by members alone until it is published, once', async () => {
    const bytes = await writePdf({
      title: 'Guide',
      subtitle: [],
      author: 'Narbonne',
      madeAt: program.clock.now,
      blocks: [{ kind: 'paragraph', text: 'Projet.' }],
    })
    const sent = await upload(`${desk}/nouveau`, {
      ...DATED,
      paperKind: 'guide',
      title: 'Guide des lots',
      description: '',
      readers: 'members',
      document: new File([bytes], 'guide.pdf'),
    })
    expect(sent.headers.get('location')).toBe(`${desk}/guide-des-lots`)
    expect(await program.text('/pacte/documents')).not.toContain('Guide des lots')
    expect(await program.text('/pacte/rejoindre')).not.toContain('Guide des lots')
    expect(await program.text('/pacte.rss')).not.toContain('Guide des lots')

    const other = await formsAs(program, OTHER)
    const theirs = `/espace/carcassonne/pacte/documents/guide-des-lots`
    const page = await (await other.get(theirs)).text()
    expect(wordsOf(page)).toContain('projet, lu par les membres seulement')
    const [, href = ''] = /href="([^"]*\/fichier\/1)"/.exec(page) ?? []
    const file = await other.get(href)
    expect(file.headers.get('cache-control')).toBe('private, no-store')
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes)
    expect((await program.app.request(href)).status).not.toBe(200)
    expect((await other.post(`${theirs}/commentaires`, { words: 'Page 2 à revoir' })).status).toBe(
      303,
    )
    expect(wordsOf(await (await other.get(theirs)).text())).toContain('Page 2 à revoir')

    const publisher = await formsAs(program, EDITOR)
    const publish = () => publisher.post(`${desk}/guide-des-lots/publication/1`, {})
    expect((await publish()).status).toBe(303)
    expect((await publish()).status).toBe(422)
    const published = await program.text('/pacte/documents')
    expect(published).toContain('Guide des lots')
    expect(published).not.toContain('Page 2')
    expect((await rssTitles(program, '/pacte.rss'))[0]).toContain('Guide des lots')
    expect((await other.post(`${theirs}/commentaires`, { words: 'Trop tard' })).status).toBe(422)
  })

  it('hides neither what is published already nor what comes after it', async () => {
    const version = (fields: Record<string, string>) =>
      upload(`${desk}/guide-des-lots/version`, { ...DATED, ...fields })
    await version({ url: 'https://exemple.example/v2', readers: 'members', note: 'Lot 2' })
    expect(await program.text('/pacte/documents')).not.toContain('exemple.example/v2')
    await version({ url: 'https://exemple.example/v3', readers: 'public', note: 'Lot 3' })
    const shown = wordsOf(await program.text('/pacte/documents'))
    expect(shown).toContain('Version 3')
    expect(shown).toContain('Version 1')
    expect(shown).not.toContain('Version 2')
    const publisher = await formsAs(program, EDITOR)
    expect((await publisher.post(`${desk}/guide-des-lots/publication/2`, {})).status).toBe(404)
    expect(
      (await version({ url: 'javascript:alert(1)', readers: 'public', note: '' })).status,
    ).toBe(422)
  })
})
