import { existsSync, readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { parse } from 'csv-parse/sync'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readPlacesData } from '../../src/commands/places-data.ts'
import { dataVersions } from '../../src/db/versions.ts'
import { findOrAddBuyer } from '../../src/partners/find-buyer.ts'
import { importPartners } from '../../src/partners/import-partners.ts'
import { findBuyer, findPartner, listBuyers } from '../../src/partners/queries.ts'
import { readPartners, type DirectoryEntry } from '../../src/partners/read-partners.ts'
import { buyers, partners } from '../../src/partners/schema.ts'
import { loadPlaces } from '../../src/places/load.ts'
import { describeOnBothDatabases } from '../support/databases.ts'

const demonstration = readFileSync(
  new URL('../../src/commands/demo/partners.json', import.meta.url),
  'utf8',
)
const realBuyers = new URL('../../../shared/data/boamp/acheteurs-aude-2021T1.csv', import.meta.url)

function entriesOf(text: string): DirectoryEntry[] {
  const read = readPartners(text, 'json')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.entries
}

/** Who each spelling is: an address word of the directory, an official name, or null for a buyer under its own name. */
const SPELLINGS_OF_2021 = {
  "Département de l'Aude": 'departement-de-l-aude',
  'Le Grand Narbonne': 'grand-narbonne',
  'COMMUNE DE CARCASSONNE': 'carcassonne',
  'CARCASSONNE AGGLO': 'carcassonne-agglo',
  'COMMUNE DE NARBONNE': 'narbonne',
  COVALDEM11: 'covaldem11',
  ALOGEA: 'alogea',
  SMMAR: 'smmar',
  'COMMUNE DE LEUCATE': 'leucate',
  'COMMUNE DE CASTELNAUDARY': 'castelnaudary',
  'Communauté de Communes du Limouxin': 'cc-limouxin',
  'Commune de Lézignan-Corbières': 'lezignan-corbieres',
  'ASA FANJEAUX RAZES SOU': null,
  'OFFICE TOURISME GRUISSAN': null,
  'SYNDICAT DU BSN VERSANT ORBIEU JOURRES': null,
  'Centre Hospitalier de Carcassonne': 'centre-hospitalier-de-carcassonne',
  'Communauté de communes Piège Lauragais': 'cc-piege-lauragais-malepere',
  "SDIS DE L'AUDE": 'sdis-de-l-aude',
  'DRSID Lyon': null,
  'SYNDICAT MIXTE AUDE CENTRE': 'syndicat-mixte-aude-centre',
  'COMMUNE DE LIMOUX': 'limoux',
  'Syndicat Intercommunal de Cylindrage': null,
  'OFFICE PUBLIC DE L HABITAT DE L AUDE': 'habitat-audois',
  'REGIE DES TRANSPORTS CARCASSONNE AGGLO': 'regie-des-transports-carcassonne-agglo',
  'ASSOC SYNDICALE AUTORISEE CASTELNAU RE': null,
  'C.C. Castelnaudary Lauragais Audois': 'cc-castelnaudary-lauragais-audois',
  "DDTM de l'Aude": null,
  'Ville de Port La Nouvelle': 'port-la-nouvelle',
  'Cté de Cnes Pyrénées Audoises': 'cc-pyrenees-audoises',
  'Voies navigables de France': null,
  'Ville de Quillan (11)': 'quillan',
  'MAIRIE DE LEUCATE': 'leucate',
  'CCI TERRITORIALE DE L AUDE': 'cci-de-l-aude',
  'ville de Trèbes': 'trebes',
  "mairie d'Azille": 'Commune d’Azille',
  "SYNDICAT MIXTE DU DELTA DE L'AUDE": 'syndicat-mixte-du-delta-de-l-aude',
  'COM COM REG LEZ CRES MINERVOIS': 'cc-region-lezignanaise',
  'Ville de Coursan': 'coursan',
  'AGENCE TECHNIQUE DÉPARTEMENTALE AUDE': 'agence-technique-departementale',
  'SYNDICAT DE BSN DE LA BERRE ET DU RIEU': null,
  'Commune de Gruissan': 'gruissan',
  'Centre hospitalier de Perpignan': null,
  'COMMUNE DE CASCASTEL DES CORBIERES': 'Commune de Cascastel-des-Corbières',
  'Commune de Saint-Hilaire': null,
  RESEAU11: 'reseau11',
  'SYNDICAT AUDOIS ENERGIES ET NUMÉRIQUE': 'syaden',
  'COMMUNE DE NEVIAN': 'Commune de Névian',
  'SEML ALENIS': 'alenis',
  'SYNDICAT CORBIERES MARITIMES': null,
  "Commune d'Esperaza": 'Commune d’Espéraza',
}

const NARBONNE = entriesOf(demonstration).find((entry) => entry.slug === 'narbonne')
const SYADEN = entriesOf(demonstration).find((entry) => entry.slug === 'syaden')

describeOnBothDatabases('the directory', (database) => {
  const importing = (...entries: (DirectoryEntry | undefined)[]) =>
    database().transaction((tx) =>
      importPartners(
        tx,
        entries.flatMap((entry) => entry ?? []),
      ),
    )
  const buyerNamed = (name: string, siret: string | null = null) =>
    database().transaction((tx) => findOrAddBuyer(tx, { name, siret }))
  const slugOf = async (id: number) =>
    (await database().select({ slug: buyers.slug }).from(buyers).where(eq(buyers.id, id)))[0]?.slug

  beforeAll(async () => {
    const division = await readPlacesData()
    await database().transaction((tx) => loadPlaces(tx, division))
  })

  beforeEach(async () => {
    for (const table of [buyers, partners, dataVersions]) await database().delete(table)
  })

  describe('once imported', () => {
    test('shows the coverage, territory and correspondent of a buyer that is a partner', async () => {
      expect(await importing(...entriesOf(demonstration))).toEqual({
        ok: true,
        partners: 10,
        buyers: 35,
      })
      const buyer = await findBuyer(database(), 'narbonne')
      expect(buyer).toMatchObject({
        name: 'Ville de Narbonne',
        siret: '21110262900014',
        territory: { name: 'Narbonne', slug: 'narbonne' },
        partner: {
          slug: 'narbonne',
          kind: 'commune',
          signatorySince: '2026-03-02',
          signatoryUntil: null,
          coverage: 'Ce guichet montre : toutes ses consultations à partir de 25 000 € HT.',
          demonstration: true,
          correspondent: { phones: ['04 00 00 00 00'] },
        },
      })
      expect(buyer?.partner).toEqual(await findPartner(database(), 'narbonne'))
    })

    test('leaves « à désigner » and bodies that do not buy as they are', async () => {
      await importing(...entriesOf(demonstration))
      expect((await findPartner(database(), 'carcassonne-agglo'))?.correspondent).toBeNull()
      expect((await findPartner(database(), 'ffb-aude'))?.kind).toBe('professional-body')
      expect(await findBuyer(database(), 'ffb-aude')).toBeNull()
      expect(await findBuyer(database(), 'syaden')).toMatchObject({ siret: null, partner: null })
      expect(await findPartner(database(), 'syaden')).toBeNull()
    })

    test('lists buyers in French alphabetical order, signatories or not', async () => {
      await importing(...entriesOf(demonstration))
      const names = (await listBuyers(database())).map((buyer) => buyer.name)
      expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'fr')))
      expect(names).toHaveLength(35)
    })

    test('can be imported again: same rows, new values, and readers are told', async () => {
      await importing(NARBONNE, SYADEN)
      const ids = (await listBuyers(database())).map((buyer) => buyer.id)
      const renamed = NARBONNE && {
        ...NARBONNE,
        coverage: 'Ce guichet montre tout.',
        correspondent: null,
        aliases: ['Narbonne, ville'],
      }
      await importing(renamed, SYADEN)
      expect((await listBuyers(database())).map((buyer) => buyer.id)).toEqual(ids)
      const partner = await findPartner(database(), 'narbonne')
      expect(partner?.coverage).toBe('Ce guichet montre tout.')
      expect(partner?.correspondent).toBeNull()
      expect(await slugOf(await buyerNamed('NARBONNE VILLE'))).toBe('narbonne')
      const versions = await database().select().from(dataVersions)
      expect(versions.map(({ scope, version }) => [scope, version]).toSorted()).toEqual([
        ['board', 2],
        ['partners', 2],
      ])
    })
  })

  describe('refuses, and changes nothing', () => {
    test('a territory that does not exist', async () => {
      expect(
        await importing(
          SYADEN,
          NARBONNE && { ...NARBONNE, territory: { kind: 'commune', code: '75056' } },
        ),
      ).toEqual({
        ok: false,
        problems: [{ row: 2, field: 'territoire', code: 'unknown-territory', value: '75056' }],
      })
      expect(await listBuyers(database())).toEqual([])
      expect(await database().select().from(partners)).toEqual([])
    })

    test('another address word for a partner: published addresses carry the one that it has', async () => {
      await importing(NARBONNE)
      expect(await importing(NARBONNE && { ...NARBONNE, slug: 'ville-de-narbonne' })).toEqual({
        ok: false,
        problems: [{ row: 1, field: 'identifiant', code: 'slug-changed', value: 'narbonne' }],
      })
      expect(await findPartner(database(), 'narbonne')).toMatchObject({ name: 'Ville de Narbonne' })
    })

    test('an address word or a spelling that another organisation has', async () => {
      await importing(NARBONNE)
      const outcome = await importing(
        NARBONNE && { ...NARBONNE, siret: '24110059300011', name: 'Le Grand Narbonne' },
      )
      expect(outcome.ok ? [] : outcome.problems.map(({ code }) => code)).toEqual([
        'duplicate-slug',
        'duplicate-alias',
      ])
      expect(await database().select().from(partners)).toHaveLength(1)
    })
  })

  describe('finds the buyer that a source names', () => {
    test.each([
      ['COMMUNE DE NARBONNE', null, 'narbonne'],
      ['Mairie de Narbonne', null, 'narbonne'],
      ['un autre nom', '211 102 629 00014', 'narbonne'],
      ['Syndicat Audois Energies et Numérique', null, 'syaden'],
      ['CA LE GRAND NARBONNE', null, 'grand-narbonne'],
      ['Grand Narbonne', 'pas un SIRET', 'grand-narbonne'],
    ])('%s (%s) is %s', async (name, siret, slug) => {
      await importing(...entriesOf(demonstration))
      expect(await slugOf(await buyerNamed(name, siret))).toBe(slug)
    })

    test.each([
      ['COMMUNE DE NEVIAN', null, 'Commune de Névian', 'Névian'],
      ["mairie d'Azille", null, 'Commune d’Azille', 'Azille'],
      ['BEZIERS (VILLE DE)', null, 'Commune de Béziers', 'Béziers'],
      ['Mairie du Bousquet', null, 'Commune du Bousquet', 'Le Bousquet'],
      ['Direction des achats', '21110264500010', 'Commune de Névian', 'Névian'],
      ['C.C. de la Montagne Noire', null, 'Communauté de communes de la Montagne Noire', null],
      ['Conseil départemental (11)', null, 'Département de l’Aude', 'Aude'],
      ["Conseil général de l'Hérault", null, 'Département de l’Hérault', 'Hérault'],
    ])('%s (%s), which the directory does not know, is %s', async (said, siret, name, place) => {
      const buyer = await findBuyer(database(), (await slugOf(await buyerNamed(said, siret))) ?? '')
      expect(buyer).toMatchObject({ name, partner: null })
      if (place !== null) expect(buyer?.territory?.name).toBe(place)
    })

    test.each([
      // Communes of several départements are called so.
      'Commune de Saint-Hilaire',
      'Ville de Nulle-Part',
      'Syndicat mixte de Narbonne',
      'CCAS de Narbonne',
    ])('%s is nobody’s place: it keeps its own name', async (said) => {
      const buyer = await findBuyer(database(), (await slugOf(await buyerNamed(said))) ?? '')
      expect(buyer).toMatchObject({ name: said, territory: null })
    })

    test('a commune is one buyer under every spelling, with its number or without', async () => {
      const id = await buyerNamed('mairie de Trèbes')
      expect(await buyerNamed('Ville de Trèbes (11)')).toBe(id)
      expect(await buyerNamed('Service technique', '21110397300015')).toBe(id)
      expect(await buyerNamed('Commune de Trèbes', '21110397300015')).toBe(id)
      expect(await buyerNamed('Service technique')).not.toBe(id)
    })

    test('a number that is not its own is another’s, whatever the name', async () => {
      const id = await buyerNamed('Commune de Trèbes')
      expect(await buyerNamed('Commune de Trèbes', '20000123800019')).not.toBe(id)
    })

    test('and adds it once when it is new, with what its SIRET tells of its territory', async () => {
      const id = await buyerNamed('Ville de Béziers', '21340032800018')
      expect(await buyerNamed('BEZIERS (VILLE DE)', '21340032800018')).toBe(id)
      expect(await buyerNamed('Mairie de Béziers')).toBe(id)
      expect(await findBuyer(database(), 'commune-de-beziers')).toMatchObject({
        id,
        name: 'Commune de Béziers',
        territory: { name: 'Béziers', slug: 'beziers' },
        partner: null,
      })
    })

    test('a buyer without SIRET takes the first one met, never a second', async () => {
      const id = await buyerNamed('Centre hospitalier')
      expect(await buyerNamed('CENTRE HOSPITALIER', '20000123800019')).toBe(id)
      const other = await buyerNamed('Centre hospitalier', '27110003400013')
      expect(other).not.toBe(id)
      expect(await slugOf(other)).toBe('centre-hospitalier-2')
      expect(await buyerNamed('Centre hospitalier', '27110003400013')).toBe(other)
    })

    test('a name that two buyers bear is neither of them', async () => {
      const first = await buyerNamed('SIVOM', '20000123800019')
      const second = await buyerNamed('SIVOM', '27110003400013')
      const unknown = await buyerNamed('SIVOM')
      expect(new Set([first, second, unknown]).size).toBe(3)
      expect(await buyerNamed('Sivom')).toBe(unknown)
    })

    test('a partner that was not said to buy is linked when it does', async () => {
      await importing(NARBONNE && { ...NARBONNE, buys: false, aliases: [] })
      const id = await buyerNamed('Commune de Narbonne', '21110262900014')
      expect((await findBuyer(database(), (await slugOf(id)) ?? ''))?.partner?.slug).toBe(
        'narbonne',
      )
    })

    test('names without a letter are still a buyer', async () => {
      expect(await slugOf(await buyerNamed('…'))).toBe('acheteur')
      expect(await slugOf(await buyerNamed(`Syndicat ${'très '.repeat(60)}long`))).toMatch(
        /^syndicat-[a-z-]{10,72}[a-z]$/,
      )
    })

    test('one that a source named before the directory did keeps its address', async () => {
      const id = await buyerNamed('COMMUNE DE NARBONNE')
      await importing(NARBONNE)
      expect(await buyerNamed('Ville de Narbonne', '21110262900014')).toBe(id)
      expect(await findBuyer(database(), 'commune-de-narbonne')).toMatchObject({
        name: 'Ville de Narbonne',
        partner: { slug: 'narbonne' },
      })
    })
  })

  describe.skipIf(!existsSync(realBuyers))(
    'beside the spellings of 2021 (skipped without ../shared/data)',
    () => {
      test('finds 34 of the 50 in the demonstration’s directory, 4 in the official lists, and leaves 12 alone', async () => {
        await importing(...entriesOf(demonstration))
        const directory = new Set((await listBuyers(database())).map((buyer) => buyer.id))
        const rows: { acheteur: string; avis: string; siret_saisi: string }[] = parse(
          readFileSync(realBuyers),
          { columns: true },
        )
        const found: Record<string, string | null> = {}
        let notices = 0
        for (const { acheteur, avis, siret_saisi } of rows) {
          const id = await buyerNamed(acheteur, siret_saisi)
          const [buyer] = await database().select().from(buyers).where(eq(buyers.id, id))
          const official = buyer?.name === acheteur ? null : buyer?.name
          found[acheteur] = (directory.has(id) ? buyer?.slug : official) ?? null
          if (directory.has(id)) notices += Number(avis)
        }
        expect(found).toEqual(SPELLINGS_OF_2021)
        expect(notices).toBe(174)
      })
    },
  )
})
