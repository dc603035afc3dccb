import { readFile } from 'node:fs/promises'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { readPlacesData } from '../../src/commands/places-data.ts'
import { importCentres, readCentres } from '../../src/places/centres.ts'
import { type Gazetteer, loadGazetteer } from '../../src/places/gazetteer.ts'
import { type Division, loadPlaces } from '../../src/places/load.ts'
import { communes, departements, intercommunalities } from '../../src/places/schema.ts'
import { useDatabase } from '../support/databases.ts'

const database = useDatabase('PostgreSQL')
let division: Division
let gazetteer: Gazetteer

beforeAll(async () => {
  const db = database()
  division = await readPlacesData()
  await db.transaction((tx) => loadPlaces(tx, division))
  const file = new URL('../../src/commands/demo/commune-centres.json', import.meta.url)
  const read = readCentres(await readFile(file, 'utf8'), 'json')
  if (!read.ok) throw new Error('The demonstration’s centres cannot be read')
  await db.transaction((tx) => importCentres(tx, read.centres))
  gazetteer = await loadGazetteer(db)
})

describe('the places of the Aude and its neighbours', () => {
  test('are today’s communes of six départements, with their intercommunality', async () => {
    const rows = await database().select().from(communes).where(eq(communes.departement, '11'))
    expect(rows).toHaveLength(433)
    expect(rows.every((row) => row.epciSiren !== null && row.postcodes.length > 0)).toBe(true)
    expect(rows.find((row) => row.insee === '11262')).toMatchObject({
      name: 'Narbonne',
      slug: 'narbonne',
      postcodes: ['11100'],
      epciSiren: '241100593',
    })
    expect(
      (await database().select().from(departements)).map((row) => row.slug).toSorted(),
    ).toEqual(['ariege', 'aude', 'haute-garonne', 'herault', 'pyrenees-orientales', 'tarn'])
  })

  test('homonyms carry their INSEE code, other communes do not', () => {
    const slugs = gazetteer.all.map((place) => place.slug)
    expect(slugs).toContain('saint-hilaire-11344')
    expect(slugs).toContain('bages-11024')
    expect(slugs).toContain('bages-66011')
    expect(slugs).not.toContain('bages')
    expect(new Set(slugs).size).toBe(slugs.length)
  })

  test('intercommunalities are in the département with most of their communes', async () => {
    const [narbonne] = await database()
      .select()
      .from(intercommunalities)
      .where(eq(intercommunalities.siren, '241100593'))
    expect(narbonne).toMatchObject({
      shortName: 'Grand Narbonne',
      slug: 'grand-narbonne',
      departement: '11',
    })
  })

  test('loading again changes nothing and keeps the centres', async () => {
    const before = await database().select().from(communes).orderBy(communes.insee)
    expect(before.filter((row) => row.latitude !== null).length).toBeGreaterThan(40)
    await database().transaction((tx) => loadPlaces(tx, division))
    expect(await database().select().from(communes).orderBy(communes.insee)).toEqual(before)
  })

  test('a commune that has merged away is removed', async () => {
    const unmerged = {
      ...division,
      communes: [
        ...division.communes,
        { code: '11999', nom: 'Fusionnée', type: 'commune-actuelle', departement: '11' },
      ],
    }
    await database().transaction((tx) => loadPlaces(tx, unmerged))
    expect(
      await database().select().from(communes).where(eq(communes.insee, '11999')),
    ).toHaveLength(1)
    await database().transaction((tx) => loadPlaces(tx, division))
    expect(await database().select().from(communes).where(eq(communes.insee, '11999'))).toEqual([])
  })

  test('centres of unknown communes are told and left out', async () => {
    const outcome = await database().transaction((tx) =>
      importCentres(tx, [
        { insee: '11262', latitude: 43.1843, longitude: 3.0035 },
        { insee: '75056', latitude: 48.86, longitude: 2.35 },
      ]),
    )
    expect(outcome).toEqual({ updated: 1, unknown: ['75056'] })
  })
})

describe('a place as someone wrote it', () => {
  test.each([
    ['Narbonne', 'commune', '11262'],
    ['NARBONNE CEDEX 9', 'commune', '11262'],
    ['11785 Narbonne cedex', 'commune', '11262'],
    ['11890 Carcassonne', 'commune', '11069'],
    ['Ville de Lézignan-Corbieres', 'commune', '11203'],
    ['11100 Bages', 'commune', '11024'],
    ['Bages (66)', 'commune', '66011'],
    ['St-Hilaire (11250)', 'commune', '11344'],
    ['Communauté de communes du Limouxin', 'epci', '200071926'],
    ['Le Grand Narbonne', 'epci', '241100593'],
    ["Département de l'Aude", 'departement', '11'],
    ['Aude (11)', 'departement', '11'],
  ])('« %s » is recognised', (text, kind, code) => {
    expect(gazetteer.recognise(text)).toMatchObject({ kind, code })
  })

  test.each([
    ['Bages', 'several bear the name'],
    ['34500 Narbonne', 'name and postcode disagree'],
    ['Aude (34)', 'name and number disagree'],
    ['11100', 'the postcode is several communes’'],
    ['Brive-la-Gaillarde', 'it is elsewhere'],
    ['Centre hospitalier de Narbonne', 'it is more than a name'],
    ['', 'it is nothing'],
  ])('« %s » is not: %s', (text) => {
    expect(gazetteer.recognise(text)).toBeNull()
  })
})

describe('an address word', () => {
  test.each([
    ['narbonne', '11262'],
    ['11100', '11262'],
    ['11262', '11262'],
    ['saint-hilaire-11344', '11344'],
    ['grand-narbonne', '241100593'],
    ['aude', '11'],
    ['Lézignan Corbières', '11203'],
  ])('« %s » names a place', (word, code) => {
    expect(gazetteer.find(word)?.code).toBe(code)
  })

  test('that several homonyms share names none, and proposes them', () => {
    expect(gazetteer.find('saint-hilaire')).toBeNull()
    expect(gazetteer.suggestions('saint-hilaire', 2).map((place) => place.slug)).toEqual([
      'saint-hilaire-11344',
      'saint-hilaire-31486',
    ])
  })

  test('Béziers is within 30 km of Narbonne, Carcassonne is not', () => {
    const narbonne = gazetteer.find('narbonne')
    const keys = narbonne ? gazetteer.keysWithin(narbonne, 30) : []
    expect(keys).toContain('c:34032')
    expect(keys).toContain('c:11262')
    expect(keys).not.toContain('c:11069')
  })
})
