import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { TRADES } from '../../src/consultations/trades-data.ts'
import {
  isBuildingWorks,
  proposeTrade,
  tradesOf,
  tradesOfCpv,
  tradesOfWords,
} from '../../src/consultations/trades.ts'

const shared = new URL('../../../shared/data/', import.meta.url)
const cpvFile = new URL('codes/cpv-2008-en.json', shared)
const realFile = new URL('real/consultations-2022.json', shared)

const inWords = (title: string) => tradesOfWords(TRADES, title)
const inCpv = (...codes: string[]) => tradesOfCpv(TRADES, codes)

describe('the 28 trades', () => {
  test('are 28, in four families, each with its own slug', () => {
    expect(new Set(TRADES.map((trade) => trade.slug)).size).toBe(28)
    expect([...new Set(TRADES.map((trade) => trade.family))]).toEqual([
      'Bâtiment',
      'Travaux publics',
      'Études',
      'Services',
    ])
  })

  test('only two of them have words that say nothing by themselves', () => {
    expect(TRADES.flatMap((trade) => (trade.weak ? trade.slug : []))).toEqual([
      'fournitures-mobilier',
      'conseil-assurances',
    ])
  })

  describe.skipIf(!existsSync(cpvFile))(
    'beside the CPV 2008 (skipped without ../shared/data)',
    () => {
      test('every code falls in at least one trade and every prefix begins a code', () => {
        // One line of the file is broken: 00000004, with a code as its label.
        const codes = Object.keys(JSON.parse(readFileSync(cpvFile, 'utf8'))).filter(
          (code) => code >= '03',
        )
        expect(codes.length).toBeGreaterThan(9_000)
        expect(codes.filter((code) => inCpv(code).length === 0)).toEqual([])
        const idle = TRADES.flatMap((trade) => trade.prefixes).filter(
          (prefix) => !codes.some((code) => code.startsWith(prefix)),
        )
        expect(idle).toEqual([])
      })
    },
  )

  describe.skipIf(!existsSync(realFile))(
    'on 210 real objects (skipped without ../shared/data)',
    () => {
      test('about three out of four get a trade from their words', async ({ annotate }) => {
        const objects: { objet: string }[] = JSON.parse(readFileSync(realFile, 'utf8'))
        const found = objects.filter(({ objet }) => inWords(objet).length > 0).length
        await annotate(`${found} of ${objects.length} real objects get a trade`)
        expect(objects).toHaveLength(210)
        expect(found / objects.length).toBeGreaterThan(0.74)
      })
    },
  )
})

describe('trades by CPV', () => {
  test.each([
    ['45311200-2', ['electricite']],
    ['45331000', ['plomberie-chauffage-climatisation']],
    ['45261215', ['electricite']],
    ['45261210', ['charpente-couverture']],
    ['32421000', ['electricite']],
    ['45314300', ['electricite', 'informatique-telecoms']],
    ['22000000', ['communication-evenements', 'fournitures-mobilier']],
    ['45233292', ['signalisation-mobilier-urbain']],
    ['45233140', ['voirie-reseaux']],
    ['71240000', ['maitrise-oeuvre']],
  ])('%s belongs to %j: the longest prefix wins', (code, trades) => {
    expect(inCpv(code)).toEqual(trades)
  })

  test('main and additional codes add up, without repetition', () => {
    expect(inCpv('45261000', '45311000', '45310000')).toEqual([
      'charpente-couverture',
      'electricite',
    ])
  })

  test.each(['', '4531', 'électricité', '453110001', '45311000x', 'FR453110'])(
    '« %s » is no CPV code and gives none',
    (code) => {
      expect(inCpv(code)).toEqual([])
    },
  )
})

describe('trades by words', () => {
  test.each([
    ['Lot 6 – Électricité CFO-CFA', ['electricite']],
    ["RENOVATION DE L'ECLAIRAGE PUBLIC", ['electricite']],
    [
      'Installation de bornes de recharge pour véhicules électriques',
      ['electricite', 'vehicules-machines'],
    ],
    ["Fourniture et acheminement d'électricité", ['energie']],
    ["Achat d'électricité et services associés", ['energie']],
    ["Fourniture d'électricité et de gaz naturel", ['energie']],
    ['Coordination sécurité et protection de la santé', ['etudes-controles']],
    ['Mission de coordonnateur SPS', ['etudes-controles']],
    ['Gardiennage et sécurité des bâtiments', ['securite']],
    ["Travaux de peinture et revêtements des sols de l'école", ['peinture-sols-facades']],
    ['Peinture routière', []],
    ["Restauration d'archives anciennes", []],
    ["Restauration d'archives et repas des agents", ['restauration-alimentation']],
    ["Logiciel de gestion des contrôles d'accès", ['informatique-telecoms']],
    ['Travaux à Port-la-Nouvelle', []],
    ['Entretien du port de Gruissan', ['eau-ouvrages-littoral']],
    ['Le marché porte sur les assurances', ['conseil-assurances']],
    ['Fournitures et pose de fenêtres', ['menuiserie-metallerie']],
    ['Fournitures de bureau', ['fournitures-mobilier']],
    ['Une solution plus simple', []],
    ['Élaboration du PLU', ['maitrise-oeuvre']],
    ['Fournitures médicales', ['sante-social']],
    ['2112058', []],
    ['', []],
  ])('« %s » is %j', (title, trades) => {
    expect(inWords(title)).toEqual(trades)
  })

  test('a word inside another word does not count', () => {
    expect(inWords('Portail et transporteuses')).toEqual([])
  })
})

describe('the trades of a lot', () => {
  const of = (known: { chosen?: string[]; cpv?: string[]; title?: string }) =>
    tradesOf(TRADES, { chosen: [], cpv: [], title: '', ...known })

  test('are what the buyer chose, whatever the codes and the words', () => {
    expect(of({ chosen: ['nettoyage'], cpv: ['45210000'], title: 'Électricité' })).toEqual({
      trades: ['nettoyage'],
      basis: 'chosen',
      allBuildingTrades: false,
    })
  })

  test('a chosen trade that does not exist is no choice', () => {
    expect(of({ chosen: ['astrologie'], title: 'Plomberie' }).basis).toBe('words')
  })

  test('come from the codes before the words', () => {
    expect(of({ cpv: ['45331000'], title: 'Électricité' })).toEqual({
      trades: ['plomberie-chauffage-climatisation'],
      basis: 'cpv',
      allBuildingTrades: false,
    })
  })

  test('come from the title where there is no code', () => {
    expect(of({ title: 'Électricité CFO-CFA' })).toEqual({
      trades: ['electricite'],
      basis: 'words',
      allBuildingTrades: false,
    })
  })

  test('come from the title of a building lot that carries the code of the whole school', () => {
    expect(of({ cpv: ['45210000'], title: 'Lot 6 – Électricité CFO-CFA' })).toEqual({
      trades: ['electricite'],
      basis: 'words',
      allBuildingTrades: true,
    })
  })

  test('a school whose lots are not known concerns every building trade', () => {
    expect(of({ cpv: ['45214200-2'], title: "Construction d'un groupe scolaire" })).toEqual({
      trades: ['gros-oeuvre'],
      basis: 'cpv',
      allBuildingTrades: true,
    })
  })

  test('a precise code beside the general one counts as well', () => {
    expect(of({ cpv: ['45210000', '45311000'], title: 'École' })).toEqual({
      trades: ['gros-oeuvre', 'electricite'],
      basis: 'cpv',
      allBuildingTrades: true,
    })
  })

  test('are unknown where nothing says it', () => {
    expect(of({ title: '2112058' })).toEqual({ trades: [], basis: null, allBuildingTrades: false })
  })
})

describe('building works of all trades', () => {
  test.each([
    '45000000',
    '45200000-9',
    '45210000',
    '45214200',
    '45217999',
    '45262700',
    '45262800',
    '45300000',
    '45400000',
    '45453100',
    '45454000',
  ])('%s concerns them all', (code) => {
    expect(isBuildingWorks(code)).toBe(true)
  })

  test.each(['45220000', '45218000', '45262710', '45310000', '45233140', '71000000', '4521000'])(
    '%s does not',
    (code) => {
      expect(isBuildingWorks(code)).toBe(false)
    },
  )
})

describe('a search that names a trade', () => {
  test.each([
    ['électricien', 'electricite'],
    ['Electriciens', 'electricite'],
    ['électricité', 'electricite'],
    ['plaquiste', 'platrerie-isolation'],
    ['maçon', 'gros-oeuvre'],
    ['espaces verts', 'espaces-verts-foret'],
    ['plombier Narbonne', 'plomberie-chauffage-climatisation'],
    ['traiteur', 'restauration-alimentation'],
    ['assurances', 'conseil-assurances'],
  ])('« %s » proposes %s', (query, slug) => {
    expect(proposeTrade(TRADES, query)?.slug).toBe(slug)
  })

  test.each(['', 'de la', 'Narbonne', 'école Jean-Jaurès', 'SSI'])(
    '« %s » proposes none',
    (query) => {
      expect(proposeTrade(TRADES, query)).toBeNull()
    },
  )
})
