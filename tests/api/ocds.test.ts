import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { OCDS_EXAMPLE } from '../../src/api/examples.ts'
import { MAPPINGS } from '../../src/api/ocds/map-release.ts'
import { consultationSchema } from '../../src/api/consultation-schema.ts'
import { consultations } from '../../src/consultations/schema.ts'
import { apiClient, tokenOf } from '../support/api-client.ts'
import { useProgram } from '../support/use-program.ts'

const SCHEMA = new URL('../../../shared/data/ocds/1.1.5_release-schema.json', import.meta.url)

const program = useProgram()
let call: ReturnType<typeof apiClient>

beforeAll(async () => {
  call = apiClient(program, await tokenOf(program, 'narbonne'))
})

const [EXAMPLE] = OCDS_EXAMPLE.releases
const release = (ocid: string, changes: Record<string, unknown> = {}) => ({
  ...EXAMPLE,
  ocid,
  ...changes,
})
const send = (...releases: unknown[]) => call('POST', '/ocds', { ...OCDS_EXAMPLE, releases })
const statedOf = async (ocid: string) => (await call('GET', `/consultations/${ocid}`)).body

describe('a release package of OCDS', () => {
  it('announces consultations under their ocid, and says the same once', async () => {
    const answer = await send(release('ocds-x-1'))
    expect(answer.status).toBe(200)
    expect(answer.body['results']).toMatchObject([
      { row: 0, externalId: 'ocds-x-1', result: 'created' },
    ])
    expect(await statedOf('ocds-x-1')).toMatchObject({
      status: 'active',
      publishedAt: '2026-11-20T08:00:00.000Z',
      consultation: {
        title: 'Réfection de la cour de l’école Jean-Jaurès',
        reference: 'MAPA-2026-014',
        category: 'works',
        procedure: 'adapted',
        amount: { max: 140_000 },
        deadline: '2027-01-15T12:00:00+01:00',
        lots: [{ number: '1', title: 'Terrassement' }, { number: '2' }],
        buyers: [{ name: 'Ville de Narbonne' }],
      },
    })
    const again = await send(release('ocds-x-1'))
    expect(again.body['results']).toMatchObject([{ result: 'unchanged' }])
  })

  it('takes a process through its releases in the order of their dates', async () => {
    const ocid = 'ocds-x-2'
    const tender = {
      ...EXAMPLE?.tender,
      tenderPeriod: { startDate: '2026-10-01T08:00:00Z', endDate: '2026-11-10T12:00:00+01:00' },
    }
    const award = {
      id: 'a1',
      status: 'active',
      date: '2026-11-18T00:00:00Z',
      value: { amount: 52_000, currency: 'EUR' },
      suppliers: [{ id: 'FR-SIRET-73282932000074', name: 'SARL Exemple' }],
      relatedLots: ['1'],
    }
    const answer = await send(
      release(ocid, {
        id: 'b',
        date: '2026-11-19T08:00:00Z',
        tag: ['award'],
        tender: undefined,
        awards: [award, { id: 'a2', status: 'unsuccessful', relatedLots: ['2'] }],
        parties: [
          {
            id: 'FR-SIRET-73282932000074',
            details: { scale: 'sme' },
            address: { locality: 'Carcassonne' },
          },
        ],
      }),
      release(ocid, { id: 'a', date: '2026-10-01T08:00:00Z', tag: ['tender'], tender }),
    )
    expect([answer.status, answer.body.errors]).toEqual([200, undefined])
    expect(await statedOf(ocid)).toMatchObject({
      status: 'awarded',
      outcomes: [
        {
          lot: '1',
          kind: 'awarded',
          amount: 52_000,
          notifiedOn: '2026-11-18',
          winners: [{ siret: '73282932000074', size: 'sme', commune: 'Carcassonne' }],
        },
        { lot: '2', kind: 'unsuccessful' },
      ],
    })
  })

  it('cancels with its rationale', async () => {
    await send(release('ocds-x-3'))
    const tender = {
      ...EXAMPLE?.tender,
      status: 'cancelled',
      amendments: [{ rationale: 'Besoin redéfini' }],
    }
    const answer = await send(release('ocds-x-3', { tag: ['tenderCancellation'], tender }))
    expect(answer.status).toBe(200)
    expect(await statedOf('ocds-x-3')).toMatchObject({
      status: 'abandoned',
      statusReason: 'Besoin redéfini',
    })
  })

  it('may be a record package', async () => {
    const record = { ocid: 'ocds-x-4', compiledRelease: release('ocds-x-4', { tag: ['compiled'] }) }
    const answer = await call('POST', '/ocds', { version: '1.1', records: [record] })
    expect(answer.body['results']).toMatchObject([{ externalId: 'ocds-x-4', result: 'created' }])
  })

  it('tells what it has not understood', async () => {
    const tender = { ...EXAMPLE?.tender, value: { amount: 5, currency: 'USD' }, hasEnquiries: true }
    const answer = await send(
      release('ocds-x-5', { tag: ['tender', 'implementation'], tender, complaints: {} }),
    )
    const unread = answer.body['unread'] as { pointer: string; row: number }[]
    expect(unread.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/releases/0/complaints',
      '/releases/0/tag',
      '/releases/0/tender/hasEnquiries',
      '/releases/0/tender/value',
    ])
  })

  it('is refused whole where one release is wrong, at the place that the release has it', async () => {
    const before = await program.deps.db.$count(consultations)
    const tender = {
      ...EXAMPLE?.tender,
      tenderPeriod: { endDate: '2027-04-31T12:00:00Z' },
      mainProcurementCategory: 'magic',
    }
    const answer = await send(release('ocds-x-6'), release('ocds-x-7', { tender }))
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([
      { row: 1, pointer: '/releases/1/tender/mainProcurementCategory' },
      { row: 1, pointer: '/releases/1/tender/tenderPeriod/endDate' },
    ])
    const early = await send(
      release('ocds-x-6'),
      release('ocds-x-1', { tag: ['award'], awards: [{ suppliers: [{ name: 'SARL' }] }] }),
    )
    expect([early.status, early.body.kind]).toEqual([409, 'state'])
    expect(await program.deps.db.$count(consultations)).toBe(before)
  })

  it('maps only to fields that there are', () => {
    const fields = Object.keys(consultationSchema.shape)
    expect(MAPPINGS.filter(({ field }) => !fields.includes(field))).toEqual([])
  })
})

describe.skipIf(!existsSync(SCHEMA))('the table of OCDS, beside the standard’s own schema', () => {
  it('reads only fields that the standard has, or its extension for lots', () => {
    const standard = JSON.parse(readFileSync(SCHEMA, 'utf8'))
    const resolve = (node: { $ref?: string; items?: { $ref?: string } }) => {
      const name = /(\w+)$/.exec(node.$ref ?? node.items?.$ref ?? '')?.[1]
      return name === undefined ? node : standard.definitions[name]
    }
    const unknown = MAPPINGS.filter(({ from }) => {
      let node = standard
      for (const part of from.split('/')) node = node && resolve(node.properties?.[part] ?? {})
      return Object.keys(node).length === 0
    })
    expect(unknown.map(({ from }) => from)).toEqual(['tender/lots'])
  })
})
