import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/commands/run.ts'
import { establishments, firmLookups, firms } from '../../src/firms/schema.ts'
import { wantFirms } from '../../src/firms/want.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { numbersOf } from '../support/register-server.ts'
import { useProgram } from '../support/use-program.ts'

const AT = new Date('2026-11-23T09:00:00Z')
const pme = numbersOf('12345678', 2)
const big = numbersOf('55210055')
const nobody = numbersOf('40483304')
const [SEAT = '', BRANCH = ''] = pme.sirets
const [BIG_SEAT = ''] = big.sirets
const [NOBODY_SEAT = ''] = nobody.sirets

const UNITS = [
  'siren,statutDiffusionUniteLegale,trancheEffectifsUniteLegale,categorieEntreprise,anneeCategorieEntreprise,denominationUniteLegale,categorieJuridiqueUniteLegale,nicSiegeUniteLegale',
  `${pme.siren},O,02,PME,2023,"ÉLECTRICITÉ, EAU ET GAZ",5710,${SEAT.slice(9)}`,
  `${nobody.siren},O,NN,PME,2023,PERSONNE NE LA CHERCHE,5710,${NOBODY_SEAT.slice(9)}`,
  `${big.siren},P,53,GE,2023,[ND],5599,${BIG_SEAT.slice(9)}`,
].join('\n')

const PLACES = [
  'siren;nic;siret;etablissementSiege;codeCommuneEtablissement',
  `${pme.siren};${SEAT.slice(9)};${SEAT};true;2A004`,
  `${pme.siren};${BRANCH.slice(9)};${BRANCH};false;11262`,
  `${nobody.siren};${NOBODY_SEAT.slice(9)};${NOBODY_SEAT};true;11069`,
  `${big.siren};${BIG_SEAT.slice(9)};${BIG_SEAT};true;`,
].join('\r\n')

describe.each(enginesOfLongSuites)('an extract of SIRENE, on %s', (engine) => {
  const program = useProgram(AT.toISOString(), engine)
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  beforeEach(() =>
    program.deps.db.execute(sql`truncate firms, establishments, firm_lookups restart identity`),
  )

  const want = (...numbers: string[]) =>
    program.deps.db.transaction((tx) => wantFirms(tx, numbers, AT))
  /** Runs the command on this file. */
  const importFile = async (name: string, bytes: string | Uint8Array, ...options: string[]) => {
    writeFileSync(join(folder, name), bytes)
    const said: string[] = []
    const complained: string[] = []
    const context = {
      deps: program.deps,
      sql: program.database.sql,
      cwd: folder,
      say: (line: string) => said.push(line),
    }
    const status = await runCommand(['import', 'sirene', name, ...options], context, (line) =>
      complained.push(line),
    )
    return { status, said: plain(said.join('\n')), complained: plain(complained.join('\n')) }
  }
  const allFirms = () => program.deps.db.select().from(firms).orderBy(asc(firms.siren))
  const allPlaces = () =>
    program.deps.db.select().from(establishments).orderBy(asc(establishments.siret))

  it('gives size and place to the firms that are wanted, and to no other', async () => {
    await want(BRANCH, big.siren)
    expect(await importFile('unites.csv', UNITS, '--apply')).toEqual({
      status: 0,
      said: '3 lignes lues : 2 entreprises et 0 établissement parmi les entreprises attendues.\nImport enregistré.',
      complained: '',
    })
    expect(await importFile('lieux.csv', PLACES, '--apply')).toMatchObject({
      status: 0,
      said: expect.stringContaining('4 lignes lues : 0 entreprise et 3 établissements'),
    })
    const kept = { source: 'sirene', readAt: AT }
    expect(await allFirms()).toEqual([
      {
        siren: pme.siren,
        name: 'ÉLECTRICITÉ, EAU ET GAZ',
        size: 'micro',
        sizeYear: 2023,
        seat: SEAT,
        ...kept,
      },
      { siren: big.siren, name: null, size: 'large', sizeYear: 2023, seat: BIG_SEAT, ...kept },
    ])
    const south = { commune: '2A004', departement: '2A', region: '94' }
    const aude = { commune: '11262', departement: '11', region: '76' }
    const unknown = { commune: null, departement: null, region: null }
    expect(await allPlaces()).toEqual([
      { siret: SEAT, siren: pme.siren, ...south, ...kept },
      { siret: BRANCH, siren: pme.siren, ...aude, ...kept },
      { siret: BIG_SEAT, siren: big.siren, ...unknown, ...kept },
    ])
  })

  it('spares the register what it has told', async () => {
    await want(BRANCH, big.siren, NOBODY_SEAT)
    await importFile('unites.csv', UNITS.replace(nobody.siren, '404833071'), '--apply')
    // The branch has a size and no place yet.
    expect(await states()).toEqual(['wanted', 'wanted', 'answered'])
    await importFile('lieux.csv', PLACES, '--apply')
    expect(await states()).toEqual(['answered', 'wanted', 'answered'])
    const [branch] = await program.deps.db
      .select()
      .from(firmLookups)
      .where(eq(firmLookups.number, BRANCH))
    expect(branch).toMatchObject({ found: true, dueAt: new Date('2027-11-23T09:00:00Z') })
  })

  async function states() {
    const rows = await program.deps.db
      .select()
      .from(firmLookups)
      .orderBy(sql`array_position(array[${BRANCH}, ${NOBODY_SEAT}, ${big.siren}], number)`)
    return rows.map(({ state }) => state)
  }

  it('only counts without --apply', async () => {
    await want(BRANCH)
    const tried = await importFile('unites.csv', UNITS)
    expect(tried.said).toBe(
      '3 lignes lues : 1 entreprise et 0 établissement parmi les entreprises attendues.\nEssai : rien n’a changé. Ajoutez --apply pour enregistrer.',
    )
    expect(await allFirms()).toEqual([])
    expect(await states()).toEqual(['wanted'])
  })

  it('is kept whole with --all', async () => {
    expect(await importFile('unites.csv', UNITS, '--all', '--apply')).toMatchObject({ status: 0 })
    expect(await importFile('lieux.csv', PLACES, '--all', '--apply')).toMatchObject({ status: 0 })
    expect((await allFirms()).map(({ siren }) => siren)).toHaveLength(3)
    expect(await allPlaces()).toHaveLength(4)
    await want(NOBODY_SEAT)
    expect(await states()).toEqual(['answered'])
  })

  it('changes nothing when it is read again', async () => {
    await importFile('unites.csv', UNITS, '--all', '--apply')
    const before = await allFirms()
    await importFile('unites.csv', UNITS, '--all', '--apply')
    expect(await allFirms()).toEqual(before)
  })

  it.each([
    ['unites.csv.gz', (text: string) => gzipSync(text)],
    ['unites.zip', (text: string) => zipOf('StockUniteLegale_utf8.csv', text)],
    ['unites-bom.csv', (text: string) => `\uFEFF${text}`],
    ['unites-points.csv', (text: string) => text.replaceAll(', ', ' ').replaceAll(',', ';')],
    ['unites-fin.csv', (text: string) => `${text.replaceAll('\n', '\r\n')}\r\n\r\n`],
  ])('is read as %s', async (name, form) => {
    const { status, said } = await importFile(name, form(UNITS), '--all', '--apply')
    expect([status, said]).toEqual([0, expect.stringContaining('3 lignes lues : 3 entreprises')])
    expect(await allFirms()).toHaveLength(3)
  })

  it('may be one table with both', async () => {
    const both = [
      'SIRET;codeCommuneEtablissement;categorieEntreprise',
      `${SEAT};34172;PME`,
      `${BRANCH};11262;PME`,
    ].join('\n')
    expect((await importFile('jointure.csv', both, '--all', '--apply')).said).toContain(
      '1 entreprise et 2 établissements',
    )
    expect(await allFirms()).toMatchObject([{ siren: pme.siren, size: 'sme', sizeYear: null }])
  })

  it('leaves lines with impossible numbers aside, and tells which', async () => {
    const dirty = [
      ...UNITS.split('\n'),
      '12345678,O,,PME,2023,X,5710,00012',
      `${pme.siren.slice(0, 8)}9,O,,PME,2023,X,5710,00012`,
      `NC,O,,PME,2023,X,5710,00012`,
    ].join('\n')
    const { status, said } = await importFile('sale.csv', dirty, '--all', '--apply')
    expect(status).toBe(0)
    expect(said.split('\n')).toEqual([
      '6 lignes lues : 3 entreprises et 0 établissement en tout.',
      '3 lignes écartées :',
      'Ligne 5 : le numéro n’est ni un SIREN de neuf chiffres ni un SIRET de quatorze (« 12345678 »).',
      'Ligne 6 : la clé du numéro est fausse (« 123456789 »).',
      'Ligne 7 : le numéro n’est ni un SIREN de neuf chiffres ni un SIRET de quatorze (« NC »).',
      'Import enregistré.',
    ])
    expect(await allFirms()).toHaveLength(3)
  })

  it.each([
    ['coupe.csv', UNITS.slice(0, -20), /^Ligne 4 : elle n’a pas le même nombre de colonnes/],
    ['guillemet.csv', UNITS.replace('GAZ"', 'GAZ'), /^Ligne \d : un guillemet reste ouvert/],
    ['milieu.csv', UNITS.replace('EAU', '"EAU'), /^Ligne 2 : un guillemet se ferme au milieu/],
    ['coupe.csv.gz', gzipSync(UNITS).subarray(0, 200), /abîmée/],
    ['texte.csv', 'Bonjour\n1\n', /n’a pas les colonnes attendues/],
    ['vide.csv', '', /n’a pas les colonnes attendues/],
    ['photo.zip', zipOf('photo.jpg', 'x'), /dont le premier fichier n’est pas un \.csv/],
  ])('is refused as %s, and says why', async (name, bytes, sentence) => {
    const { status, complained } = await importFile(name, bytes, '--all', '--apply')
    expect([status, complained]).toEqual([1, expect.stringMatching(sentence)])
    expect(complained).toContain('Rien n’a été importé.')
    expect(await allFirms()).toEqual([])
  })

  it('is refused where nobody is wanted or no such file is', async () => {
    expect((await importFile('unites.csv', UNITS, '--apply')).complained).toContain(
      'Aucune entreprise n’est attendue',
    )
    const [status, said] = await Promise.all([
      runCommand(
        ['import', 'sirene', 'absent.csv', '--all'],
        { deps: program.deps, sql: program.database.sql, cwd: folder, say: () => {} },
        () => {},
      ),
      importFile('unites.csv', UNITS, '--nimporte'),
    ])
    expect([status, said.complained]).toEqual([1, expect.stringContaining('Usage')])
  })

  it('keeps what came before a torn end, says so, and can be read again', async () => {
    const [header = ''] = UNITS.split('\n')
    const many = Array.from(
      { length: 5_000 },
      (_, rank) => `${numbersOf(String(30_000_000 + rank)).siren},O,11,PME,2023,N,5710,00012`,
    )
    const torn = [header, ...many, 'coupée,ici'].join('\n')
    const { status, complained } = await importFile('torn.csv', torn, '--all', '--apply')
    expect([status, complained]).toEqual([
      1,
      expect.stringMatching(
        /^Ligne 5002 : .*\n4 000 entreprises lues et 0 établissement lu avant cette ligne sont enregistrés/,
      ),
    ])
    expect(await program.deps.db.$count(firms)).toBe(4_000)
    const mended = [header, ...many].join('\n')
    expect((await importFile('mended.csv', mended, '--all', '--apply')).status).toBe(0)
    expect(await program.deps.db.$count(firms)).toBe(5_000)
  })
})

function plain(text: string): string {
  return text.replaceAll('\u00A0', ' ')
}

/** An archive of one file, as published extracts are: its sizes stand behind it. */
function zipOf(name: string, text: string): Buffer {
  const bytes = Buffer.from(text)
  const packed = deflateRawSync(bytes)
  const sums = Buffer.alloc(12)
  sums.writeUInt32LE(crc32(bytes), 0)
  sums.writeUInt32LE(packed.length, 4)
  sums.writeUInt32LE(bytes.length, 8)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(20, 4)
  local.writeUInt16LE(8, 6)
  local.writeUInt16LE(8, 8)
  local.writeUInt16LE(name.length, 26)
  const directory = Buffer.alloc(46)
  directory.writeUInt32LE(0x02014b50, 0)
  directory.writeUInt16LE(8, 10)
  sums.copy(directory, 16)
  directory.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  const behind = Buffer.concat([Buffer.from([0x50, 0x4b, 7, 8]), sums])
  return Buffer.concat([
    local,
    Buffer.from(name),
    packed,
    behind,
    directory,
    Buffer.from(name),
    end,
  ])
}
