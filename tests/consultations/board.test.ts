import { beforeAll, describe, expect, test } from 'vitest'
import type { LotFacts } from '../../src/consultations/facts.ts'
import { bought, draft, winter } from '../support/application.ts'
import { type Engine, engines } from '../support/databases.ts'
import { useProgram } from '../support/use-program.ts'

const SCHOOL_LOTS: LotFacts[] = [
  'Gros œuvre',
  'Charpente',
  'Couverture',
  'Menuiseries extérieures',
  'Plâtrerie',
  'Électricité CFO-CFA',
  'Plomberie',
  'Chauffage',
  'Peinture',
  'Sols souples',
  'Ascenseur',
  'VRD',
].map((title, position) => ({
  number: String(position + 1),
  title,
  amount: position === 5 ? { min: 40_000, max: 90_000 } : { min: 200_000, max: 500_000 },
}))

describe.each(engines)('the board, on %s', (engine: Engine) => {
  const program = useProgram('2026-11-21T09:00:00Z', engine)

  beforeAll(async () => {
    await program.say(
      'plateforme',
      [
        draft(
          'ecole',
          {
            object: 'Construction d’un groupe scolaire',
            buyers: bought('Ville de Narbonne', '21110262900019'),
            category: 'works',
            procedure: 'adapted',
            cpv: ['45210000'],
            place: { kind: 'unrecognised', name: 'Narbonne', code: null },
            deadline: winter('2026-12-15T12:00'),
            lots: SCHOOL_LOTS,
            reference: '2026-TX-12',
          },
          { publishedAt: '2026-11-20T08:00:00Z' },
        ),
        draft(
          'energie',
          {
            object: 'Fourniture et acheminement d’électricité',
            buyers: bought('SYADEN'),
            amount: { min: 40_000, max: 40_000 },
            deadline: winter('2026-12-10T12:00'),
          },
          { publishedAt: '2026-11-19T08:00:00Z' },
        ),
        draft('mairie', {
          object: 'Réhabilitation de la mairie',
          buyers: bought('Commune de Trèbes'),
          cpv: ['45000000'],
          deadline: winter('2026-12-11T12:00'),
        }),
        draft('archives', {
          object: 'Numérisation d’archives',
          buyers: bought('Syndicat sans territoire'),
          deadline: winter('2026-12-11T12:00'),
          lots: [{ number: '1', title: 'Numérisation' }],
        }),
        draft('abris', {
          object: 'Abris de bus',
          buyers: bought('Commune de Trèbes'),
          deadline: winter('2026-12-11T12:00'),
          lots: [
            { number: '1', title: 'Secteur A' },
            {
              number: '2',
              title: 'Secteur B',
              place: { kind: 'unrecognised', name: 'Limoux', code: null },
            },
          ],
        }),
        draft(
          'sans-date',
          { object: 'Archivage ancien', buyers: bought('Commune de Trèbes') },
          { publishedAt: '2026-09-01T08:00:00Z' },
        ),
        draft(
          'sps',
          {
            object: 'Coordination sécurité et protection de la santé',
            buyers: bought('Commune de Trèbes'),
            deadline: winter('2026-12-11T12:00'),
          },
          { publishedAt: '2026-11-19T08:00:00Z' },
        ),
        draft(
          'mystere',
          {
            object: 'Prestations diverses de conduite',
            buyers: bought('Commune de Trèbes'),
            deadline: winter('2026-12-12T12:00'),
          },
          { publishedAt: '2026-11-19T08:00:00Z' },
        ),
        draft(
          'finie',
          {
            object: 'Réfection de la voirie communale',
            buyers: bought('Commune de Trèbes'),
            deadline: winter('2026-11-20T12:00'),
          },
          { publishedAt: '2026-11-01T08:00:00Z' },
        ),
      ],
      { firstRead: true },
    )
  })

  test('finds the electrical lot of a school near Narbonne, and its feed names lot 6', async () => {
    const query = '?lieu=narbonne&metier=electricite&montant-max=90000'
    const page = await program.text(`/${query}`)
    expect(page).toContain('Construction d’un groupe scolaire')
    expect(page).toContain('Électricité CFO-CFA')
    const feed = await program.text(`/consultations.rss${query}`)
    expect(feed).toMatch(/<title>.*lot 6 .*avant le 15\/12 à 12 h/)
  })

  test('does not find a lot whose amount answers in one lot and trade in another', async () => {
    const page = await program.text('/?metier=gros-oeuvre&montant-max=90000&precis=oui')
    expect(page).not.toContain('Construction d’un groupe scolaire')
  })

  test('keeps energy supply out of electricity, and safety coordination out of security', async () => {
    const electricity = await program.text('/?metier=electricite')
    expect(electricity).not.toContain('acheminement d’électricité')
    expect(await program.text('/?metier=energie')).toContain('acheminement d’électricité')
    expect(await program.text('/?metier=securite')).not.toContain('Coordination sécurité')
  })

  test('keeps what is not known, after what is, until it is masked', async () => {
    const page = await program.text('/?metier=electricite')
    expect(page.indexOf('groupe scolaire')).toBeLessThan(page.indexOf('Prestations diverses'))
    expect(page.indexOf('groupe scolaire')).toBeGreaterThan(0)
    const known = await program.text('/?metier=electricite&precis=oui')
    expect(known).toContain('groupe scolaire')
    expect(known).not.toContain('Prestations diverses')
    expect(await program.text('/?lieu=narbonne')).toContain('Numérisation')
    expect(await program.text('/?lieu=narbonne&precis=oui')).not.toContain('Numérisation')
  })

  test('finds a consultation by the place of one of its lots, and does not make that of all', async () => {
    expect(await program.text('/?lieu=limoux&precis=oui')).toContain('Abris de bus')
    expect(await program.text('/?lieu=trebes&q=abris')).toContain('Trèbes · lieu non précisé')
  })

  test('takes several lots for a division, and one alone for nothing', async () => {
    const divided = await program.text('/?lots=allotie&precis=oui')
    expect(divided).toContain('groupe scolaire')
    expect(divided).not.toContain('Numérisation')
  })

  test('shows what closes first, or what was published last', async () => {
    const order = async (path: string) => {
      const page = await program.text(path)
      return page.indexOf('groupe scolaire') - page.indexOf('acheminement d’électricité')
    }
    expect(await order('/')).toBeGreaterThan(0)
    expect(await order('/?tri=parution')).toBeLessThan(0)
  })

  test('finds building works without a named trade for each trade of building, and for no other', async () => {
    expect(await program.text('/?metier=charpente-couverture&precis=oui')).toContain('la mairie')
    expect(await program.text('/?metier=voirie-reseaux&precis=oui')).not.toContain('la mairie')
  })

  test('takes a contract of which nothing is said for one that is not reserved', async () => {
    expect(await program.text('/?reserve=non')).toContain('groupe scolaire')
    expect(await program.text('/?reserve=oui')).not.toContain('groupe scolaire')
  })

  test('counts both ends of the amounts that are asked for', async () => {
    const between = (least: number, most: number) =>
      program.text(`/?montant-max=${most}&montant-min=${least}&precis=oui`)
    expect(await between(40_000, 40_000)).toContain('acheminement d’électricité')
    expect(await between(40_001, 90_000)).not.toContain('acheminement d’électricité')
    expect(await between(0, 39_999)).not.toContain('acheminement d’électricité')
  })

  test('searches without accents and without the little words', async () => {
    for (const words of ['groupe+scolaire', 'GROUPE+scolaires', 'électricité+à+narbonne'])
      expect(await program.text(`/?q=${encodeURI(words)}`)).toContain('groupe scolaire')
  })

  test('an expired consultation leaves the board but keeps its page', async () => {
    expect(await program.text('/')).not.toContain('voirie communale')
    const ended = await program.text('/?etat=terminee')
    const [, path] = /href="(\/consultations\/[^"]*voirie[^"]*)"/.exec(ended) ?? []
    expect(await program.text(path ?? '')).toContain('Réfection de la voirie communale')
    const calendar = await program.text('/consultations.ics?etat=terminee')
    expect(calendar.replaceAll('\r\n ', '')).toContain('voirie communale')
    expect(await program.text('/?etat=terminee&q=voirie')).toContain('tag-ended')
    expect(await program.text('/?etat=terminee&q=archivage')).not.toContain('tag-ended')
  })

  test('answers an unknown value with a page that lists the valid ones', async () => {
    const trades = await program.text('/?metier=plombier-zingueur', 400)
    expect(trades).toContain('plomberie-chauffage-climatisation')
    await program.text('/?couleur=bleu', 400)
    await program.text('/consultations.rss?etat=ouvert', 400)
    await program.text('/?lieu=atlantide', 400)
    await program.text('/?acheteur=personne', 400)
  })

  test('has one address for one filter', async () => {
    const { app } = program
    const response = await app.request('/?type=travaux&metier=&lieu=11100&rayon=30')
    expect(response.status).toBe(301)
    expect(response.headers.get('location')).toBe('/?lieu=narbonne&type=travaux')
    const feed = await app.request('/consultations.rss?echeance=14&type=travaux')
    expect(feed.headers.get('location')).toBe('/consultations.rss?type=travaux')
  })

  test('sends any spelling of a consultation’s address to the one', async () => {
    const [, path = ''] =
      /href="(\/consultations\/\d{4}-\d{4}[^"]*)"/.exec(await program.text('/')) ?? []
    const reference = path.slice(0, '/consultations/2026-0001'.length)
    const response = await program.app.request(`${reference}-autre-chose`)
    expect([response.status, response.headers.get('location')]).toEqual([301, path])
    await program.text('/consultations/2026-9999', 404)
    await program.text('/consultations/n-importe-quoi', 404)
  })

  test('pages by key, forwards and backwards, without losing or repeating any', async () => {
    await program.say(
      'lot-de-pages',
      Array.from({ length: 60 }, (_, n) =>
        draft(
          `page-${n}`,
          {
            object: `Nettoyage du bâtiment numéro ${n}`,
            buyers: bought('Habitat Audois'),
            deadline: winter(`2027-01-${String((n % 3) + 11)}T12:00`),
          },
          { publishedAt: '2026-11-20T08:00:00Z' },
        ),
      ),
    )
    const titles = (html: string) =>
      [...html.matchAll(/class="card-title"><a href="([^"]+)"/g)].map((match) => match[1])
    const link = (html: string, rel: string) =>
      new RegExp(`<a href="([^"]+)"[^>]*rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&')
    const first = await program.text('/?metier=nettoyage')
    const second = await program.text(link(first, 'next') ?? '')
    const third = await program.text(link(second, 'next') ?? '')
    const seen = [...titles(first), ...titles(second), ...titles(third)]
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(62)
    expect(titles(await program.text(link(third, 'prev') ?? ''))).toEqual(titles(second))
    expect(titles(await program.text(link(second, 'prev') ?? ''))).toEqual(titles(first))
  })

  test('finds what is reserved by the lot that is, whatever the state, on pages and in feeds', async () => {
    const lots: LotFacts[] = [
      { number: '1', title: 'Tonte des pelouses', trades: ['espaces-verts-foret'] },
      { number: '2', title: 'Lavage des vitres', trades: ['nettoyage'], reserved: 'integration' },
    ]
    await program.say('reserves', [
      draft(
        'passe',
        {
          object: 'Entretien du parc et de l’orangerie',
          buyers: bought('Commune de Trèbes'),
          lots,
          deadline: winter('2026-10-20T12:00'),
        },
        { publishedAt: '2026-10-01T08:00:00Z' },
      ),
      draft(
        'en-cours',
        {
          object: 'Entretien de l’orangerie seule',
          buyers: bought('Commune de Trèbes'),
          lots,
          deadline: winter('2026-12-20T12:00'),
        },
        { publishedAt: '2026-11-20T08:00:00Z' },
      ),
    ])
    const found = async (path: string) => {
      const text = await program.text(path)
      return ['du parc', 'orangerie seule', 'groupe scolaire'].filter((words) =>
        text.includes(words),
      )
    }
    expect(await found('/?reserve=oui')).toEqual(['orangerie seule'])
    expect(await found('/?etat=terminee&reserve=oui')).toEqual(['du parc'])
    expect(await found('/?etat=toutes&reserve=oui')).toEqual(['du parc', 'orangerie seule'])
    expect(await found('/consultations.rss?reserve=oui')).toEqual(['du parc', 'orangerie seule'])
    expect(await found('/consultations.rss?metier=nettoyage&reserve=oui')).toHaveLength(2)
    expect(await found('/consultations.rss?metier=espaces-verts-foret&reserve=oui')).toEqual([])
  })
})
