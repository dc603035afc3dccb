import { beforeAll, describe, expect, it } from 'vitest'
import { guideFigures } from '../../src/library/guide-figures.ts'
import { RULES } from '../../src/rules/rules-data.ts'
import { settleUse } from '../../src/pact/edit-frame.ts'
import { pactUses } from '../../src/pact/schema.ts'
import { rules } from '../../src/rules/schema.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
let narbonne: SignedIn
let carcassonne: SignedIn

const BASE = '/espace/narbonne/bibliotheque'

beforeAll(async () => {
  narbonne = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
  carcassonne = await signIn(program, { role: 'pact-editor', partner: 'carcassonne' })
})

async function upload(path: string, fields: Record<string, string | File>, as = narbonne) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return program.app.request(path, { method: 'POST', headers: as.headers, body })
}

async function post(path: string, fields: Record<string, string>, as = narbonne) {
  return program.app.request(path, {
    method: 'POST',
    headers: { ...as.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  })
}

async function open(path: string, as?: SignedIn) {
  await program.deps.versions.refresh()
  return program.app.request(path, as ? { headers: as.headers } : {})
}

function text(name: string, words: string): File {
  return new File([words], name, { type: 'text/plain' })
}

const LEAFLET = {
  kind: 'leaflet',
  theme: 'answering',
  title: 'Vendre à la Ville',
  summary: 'Deux pages pour commencer.',
  datedOn: '2026-11-18',
}

const PRACTICE = {
  theme: 'payment',
  title: 'Payer en vingt jours',
  summary: 'Un circuit plus court pour les factures.',
  problem: 'Les factures attendaient.',
  done: 'Un seul visa au lieu de trois.',
  text: 'Les factures sont payées\nsous vingt jours.',
  law: '',
  contactFunction: 'Directeur des finances',
  contactBody: 'Ville de Narbonne',
}

/** The desk's address of what was just published. */
async function published(answer: Response): Promise<string> {
  expect([answer.status, answer.status === 303 ? '' : await answer.text()]).toEqual([303, ''])
  return (answer.headers.get('location') ?? '').replace(/\?.*$/, '')
}

function hrefIn(page: string, label: string): string {
  return new RegExp(`<a href="([^"]+)">${label.replaceAll('.', '\\.')}</a>`).exec(page)?.[1] ?? ''
}

describe('a document of the library', () => {
  let at: string
  let firstFile: string
  const page = '/documents/vendre-a-la-ville'

  it('is published with its format and weight, and read by everyone', async () => {
    at = await published(
      await upload(`${BASE}/document`, {
        ...LEAFLET,
        fichier: text('dépliant.txt', 'a'.repeat(2_400)),
        'fichier-2': text('depliant.csv', 'a;b\n1;2\n'),
      }),
    )
    const shown = await program.text(page)
    firstFile = hrefIn(shown, 'dépliant.txt')
    expect(shown).toContain('dépliant.txt</a> (TXT, 2\u00A0ko)')
    expect(shown).toContain('depliant.csv</a> (CSV, 1\u00A0ko)')
    expect(await (await open(firstFile)).text()).toBe('a'.repeat(2_400))
    expect(await program.text('/documents?q=depliant')).toContain('Aucun document ne répond')
    expect(await program.text('/documents?q=ville')).toContain(page)
    expect(await program.text('/documents?nature=depliant&partenaire=narbonne')).toContain(page)
  })

  it('has versions: the new one first, the earlier ones still to download, one address for the last', async () => {
    const missing = await upload(`${at}/version`, {
      datedOn: '2026-11-20',
      note: '',
      fichier: text('deux.txt', 'deux'),
    })
    expect(missing.status).toBe(422)
    await published(
      await upload(`${at}/version`, {
        datedOn: '2026-11-20',
        note: 'Les seuils de 2026.',
        fichier: text('deux.txt', 'deux'),
      }),
    )
    const shown = await program.text(page)
    expect(shown.indexOf('deux.txt')).toBeLessThan(shown.indexOf('Versions antérieures'))
    expect(shown).toContain('Les seuils de 2026.')
    expect(hrefIn(shown, 'dépliant.txt')).toBe(firstFile)
    expect((await open(firstFile)).status).toBe(200)
    const last = await open(`${page}/fichier`)
    expect([last.status, last.headers.get('location')]).toEqual([302, hrefIn(shown, 'deux.txt')])
  })

  const entries = async () => {
    const feed: { items: { id: string; title: string; content_html: string }[] } = JSON.parse(
      await program.text('/documents.json?nature=depliant'),
    )
    return feed.items
  }

  it('appears in the feeds, each version as a new entry', async () => {
    const found = await entries()
    expect(found.map(({ title }) => title)).toEqual([
      'NOUVELLE VERSION — Dépliant — Vendre à la Ville',
      'Dépliant — Vendre à la Ville',
    ])
    expect(found[0]?.id).toMatch(/documents\/vendre-a-la-ville\/2$/)
    for (const format of ['rss', 'atom'])
      expect(await program.text(`/documents.${format}`)).toContain('Les seuils de 2026.')
  })

  it('loses one version with its reason, but not the only one that stands', async () => {
    await published(await post(`${at}/versions/1/retrait`, { reason: 'Un nom y figurait.' }))
    const file = await open(firstFile)
    expect(file.status).toBe(410)
    const words = await file.text()
    expect(words).toContain('Un nom y figurait.')
    expect(words).toContain(`href="${page}"`)
    expect(await program.text(page)).toContain('Un nom y figurait.')
    const found = await entries()
    expect(found.map(({ title }) => title)).toEqual([
      'VERSION 1 RETIRÉE — Dépliant — Vendre à la Ville',
      'NOUVELLE VERSION — Dépliant — Vendre à la Ville',
    ])
    expect(found[0]?.content_html).toContain('Un nom y figurait.')
    const refused = await post(`${at}/versions/2/retrait`, { reason: 'Pour voir.' })
    expect([refused.status, (await refused.text()).includes('seule version')]).toEqual([422, true])
  })

  it('is withdrawn with its reason at every address, and comes back with a new version', async () => {
    const lastFile = (await open(`${page}/fichier`)).headers.get('location') ?? ''
    await published(await post(`${at}/retrait`, { reason: 'Remplacé par le guide.' }))
    for (const address of [page, `${page}/fichier`, lastFile]) {
      const answer = await open(address)
      expect([address, answer.status]).toEqual([address, 410])
      expect(await answer.text()).toContain('Remplacé par le guide.')
    }
    expect(await program.text('/documents')).not.toContain('Vendre à la Ville')
    expect((await entries()).map(({ title }) => title)).toEqual([
      'RETIRÉ — Dépliant — Vendre à la Ville',
      'VERSION 1 RETIRÉE — Dépliant — Vendre à la Ville',
    ])
    await published(
      await upload(`${at}/version`, {
        datedOn: '2026-11-20',
        note: 'Revu.',
        fichier: text('trois.txt', 'trois'),
      }),
    )
    expect(await program.text(page)).toContain('trois.txt')
    expect((await open(lastFile)).status).toBe(410)
    const found = await entries()
    expect(found.map(({ title }) => title.split(' — ')[0])).toEqual([
      'NOUVELLE VERSION',
      'RETIRÉ',
      'VERSION 1 RETIRÉE',
    ])
    expect(new Set(found.map(({ id }) => id)).size).toBe(3)
  })

  it('keeps what was typed where something is wrong, and publishes nothing', async () => {
    const answer = await upload(`${BASE}/document`, {
      ...LEAFLET,
      title: 'Sans fichier',
      theme: '',
    })
    const form = await answer.text()
    expect(answer.status).toBe(422)
    expect(form).toContain('value="Sans fichier"')
    expect(form).toMatch(/champ-theme-erreur/)
    const later = await upload(`${BASE}/document`, {
      ...LEAFLET,
      title: 'Demain',
      datedOn: '2026-11-21',
      fichier: text('un.txt', 'un'),
    })
    expect([later.status, (await later.text()).includes('dans l’avenir')]).toEqual([422, true])
    expect(await program.text('/documents')).not.toMatch(/Sans fichier|Demain/)
  })

  it('never takes an address that files, guides or practices have', async () => {
    for (const title of ['Fichier', 'Guides', 'Pratiques']) {
      await published(
        await upload(`${BASE}/document`, { ...LEAFLET, title, fichier: text('f.txt', 'f') }),
      )
      const slug = title.toLowerCase()
      expect(await program.text(`/documents/${slug}-2`)).toContain(`<h1>${title}</h1>`)
    }
    expect(await program.text('/documents/guides/repondre')).toContain('Comment répondre')
  })

  it('is nobody else’s to change', async () => {
    const own = at.replace('narbonne', 'carcassonne')
    expect((await open(own, carcassonne)).status).toBe(404)
    expect((await post(`${own}/retrait`, { reason: 'Non.' }, carcassonne)).status).toBe(404)
    expect((await post(`${at}/retrait`, { reason: 'Non.' }, carcassonne)).status).toBe(403)
    expect(await program.text(page)).toContain('trois.txt')
  })

  it('moves up and down in its partner’s own order', async () => {
    const order = async () =>
      [
        ...(await program.text('/documents?partenaire=narbonne')).matchAll(
          /class="card-title"><a[^>]+>([^<]+)/g,
        ),
      ].map(([, title]) => title)
    const before = await order()
    expect(before.at(-1)).toBe('Vendre à la Ville')
    expect((await post(`${at}/ordre`, { sens: 'haut' })).status).toBe(303)
    expect((await order()).at(-2)).toBe('Vendre à la Ville')
    await post(`${at}/ordre`, { sens: 'bas' })
    await post(`${at}/ordre`, { sens: 'bas' })
    expect(await order()).toEqual(before)
  })

  it('is presented anew without a new version; the slower of two hands is told', async () => {
    const form = await (await open(`${at}/modifier`, narbonne)).text()
    const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? ''
    const changed = { ...LEAFLET, summary: 'Deux pages, revues.', version }
    await published(await post(`${at}/modifier`, changed))
    const slower = await post(`${at}/modifier`, { ...changed, summary: 'Autre chose.' })
    const told = await slower.text()
    expect(slower.status).toBe(422)
    expect(told).toContain('Deux pages, revues.')
    expect(told).toContain('Autre chose.')
    expect(await program.text(page)).toContain('Deux pages, revues.')
  })
})

describe('a good practice', () => {
  let at: string
  const page = '/documents/pratiques/payer-en-vingt-jours'

  it('is written in a form, without a person’s address in it', async () => {
    const refused = await post(`${BASE}/pratique`, {
      ...PRACTICE,
      contactFunction: 'Écrire à jean@narbonne.example',
    })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Donnez une fonction et un organisme')
    at = await published(await post(`${BASE}/pratique`, PRACTICE))
    const shown = await program.text(page)
    expect(shown).toContain('Les factures sont payées\nsous vingt jours.')
    expect(shown).toContain('Directeur des finances, Ville de Narbonne')
    expect(shown).not.toContain('Ce que dit le droit')
    expect((await open('/documents/payer-en-vingt-jours')).headers.get('location')).toBe(page)
    expect((await open(`${page}/fichier`)).status).toBe(404)
    expect(await program.text('/documents/pratiques?q=visa')).toContain(page)
  })

  it('keeps its history: every version is read at its own address', async () => {
    const form = await (await open(`${at}/texte`, narbonne)).text()
    expect(form).toContain('Les factures sont payées')
    const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? ''
    const next = {
      ...PRACTICE,
      version,
      note: 'Quinze jours.',
      text: 'Sous quinze jours.',
      law: 'Le délai légal est un plafond.',
    }
    await published(await post(`${at}/texte`, next))
    expect((await post(`${at}/texte`, next)).status).toBe(422)
    const shown = await program.text(page)
    expect(shown).toContain('Sous quinze jours.')
    expect(shown).toContain('Le délai légal est un plafond.')
    const earlier = await program.text(`${page}/versions/1`)
    expect(earlier).toContain('sous vingt jours.')
    expect(earlier).toContain('Ce n’est pas la dernière')
    expect((await open(`${page}/versions/2`)).headers.get('location')).toBe(page)
    expect((await open(`${page}/versions/9`)).status).toBe(404)
  })

  it('is taken up by another partner in one click, once, and left again', async () => {
    const slug = page.split('/').at(-1)
    const click = await (await open(`/espace/pratiques/${slug}`, carcassonne)).text()
    const action = /action="([^"]+usage)"/.exec(click)?.[1] ?? ''
    expect((await post(action, { usage: 'oui' }, carcassonne)).status).toBe(303)
    expect((await post(action, { usage: 'oui' }, carcassonne)).status).toBe(303)
    expect(await program.text(page)).toContain('Repris par 1\u00A0acheteur')
    expect(await program.text('/documents/pratiques')).toContain('repris par 1\u00A0acheteur')
    expect((await post(action, { usage: 'non' }, carcassonne)).status).toBe(303)
    expect(await program.text(page)).toContain('Pas encore repris')
    const own = action.replace('carcassonne', 'narbonne')
    expect((await post(own, { usage: 'oui' })).status).toBe(422)
  })

  it('is taken up by any other buyer, shown once the pact’s administration has confirmed it', async () => {
    const slug = page.split('/').at(-1) ?? ''
    const join = `/pacte/rejoindre?outil=${slug}`
    expect(await program.text(page)).toContain(`href="${join}"`)
    const form = await program.text(join)
    expect(form).toContain(`<form method="post" action="${join}"`)
    expect(form).toMatch(/value="Payer en vingt jours" checked/)
    const said = {
      organisation: 'Syndicat du Minervois',
      tool: 'Payer en vingt jours',
      email: 'direction@syndicat.example',
    }
    expect((await post('/pacte/rejoindre', said)).status).toBe(422)
    expect((await post(join, said)).status).toBe(200)
    await program.deps.versions.refresh()
    expect(await program.text(page)).toContain('Pas encore repris')
    const { db } = program.deps
    const [use] = await db.select().from(pactUses)
    const author = { partnerId: null, actor: 'test', now: program.clock.now }
    await db.transaction((tx) => settleUse(tx, author, use?.id ?? 0, true))
    await program.deps.versions.refresh()
    expect(await program.text(page)).toMatch(/Repris par 1\u00A0acheteur.*Syndicat du Minervois/s)
    expect(await program.text('/documents/pratiques')).toContain('repris par 1\u00A0acheteur')
    expect((await open('/pacte/rejoindre?outil=rien')).headers.get('location')).toBe(
      '/pacte/rejoindre',
    )
  })
})

describe('the guides', () => {
  it('tell no figure of the law where the dated rules have none', async () => {
    const guide = '/documents/guides/repondre'
    const today = await program.text(guide)
    expect(today).toContain('sous 60\u00A0000\u00A0€ (art.\u00A0R.\u00A02122-8)')
    expect(today).toContain('1,5 fois le montant du marché (art.\u00A0R.\u00A02142-7)')
    await program.deps.db.delete(rules)
    program.clock.now = new Date('2026-11-20T10:10:00+01:00')
    const without = await program.text(guide)
    expect(without).toContain('sous non précisé')
    expect(without).not.toMatch(/\d\u00A0000\u00A0€|\d\u00A0%/)
  })

  it('follow the day', () => {
    const on = (day: string) => guideFigures(RULES, day)
    expect(on('2026-02-01').dispenseOthers?.value).toBe(40_000)
    expect(on('2026-11-20').dispenseOthers?.value).toBe(60_000)
    expect(on('2025-11-20').turnoverCap?.value).toBe(2)
    expect(on('2026-11-20')).toMatchObject({
      advanceRate: { value: 5 },
      advanceRateOfLarge: { value: 10 },
      advanceRateOfState: { value: 30 },
      openDays: { value: 30 },
    })
  })
})
