import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inventConcession, inventContract } from '../../bench/invented-contracts.ts'
import { readContract } from '../../../src/contracts/decp/contract.ts'
import { fileOf, readAll, whole } from './read-all.ts'

const files = {
  json: JSON.stringify(
    fileOf([inventContract(1, true), inventContract(16, false)], [inventConcession(50)]),
    null,
    1,
  ),
  'bare JSON': JSON.stringify([
    whole({ objet: 'Élagage "\\\\" \u2028 \ud83c\udf33' }),
    { a: '}' },
    whole(),
  ]),
  lines: `${JSON.stringify(whole())}\n${JSON.stringify(whole({ id: '\\"' }))}`,
  xml: `<?xml version="1.0" encoding="UTF-8"?><marches><marche><id>é1</id><objet>a &amp; <![CDATA[<b>]]></objet>
    <acheteur><nom>Trèbes 🌳</nom></acheteur><titulaires/></marche><contrat-concession><id>2</id>
    <autoriteConcedante><id>21110022700019</id></autoriteConcedante></contrat-concession></marches>`,
}

describe('a file cut anywhere', () => {
  it.each(Object.entries(files))('is read the same: %s', async (_, content) => {
    const bytes = new TextEncoder().encode(content)
    const plain = await readAll(bytes)
    expect(plain.ending.ok).toBe(true)
    const everywhere = Array.from({ length: bytes.length - 1 }, (_, at) => at + 1)
    expect(await readAll(bytes, everywhere)).toEqual(plain)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const read = await readAll(
          bytes,
          cuts.toSorted((one, other) => one - other),
        )
        expect(read).toEqual(plain)
      }),
      { numRuns: 60 },
    )
  })
})

describe('whatever is in a file', () => {
  it('is told of, never thrown: bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc
            .array(
              fc.constantFrom(
                '{',
                '}',
                '[',
                ']',
                '"',
                ':',
                ',',
                '\\',
                'marches',
                '"marche"',
                '1',
                '<marche>',
                '</marche>',
                '<id>',
                '&',
                ' ',
              ),
            )
            .map((parts) => new TextEncoder().encode(parts.join(''))),
        ),
        async (bytes) => {
          const { rows, ending } = await readAll(bytes)
          expect(ending.rows).toBe(rows.length)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('is told of, never thrown: values of any kind in any field', () => {
    const field = fc.constantFrom(
      ...Object.keys(whole()),
      'modifications',
      'actesSousTraitance',
      'autoriteConcedante',
      'concessionnaires',
      'valeurGlobale',
      'idAccordCadre',
      'titulaire',
      'typeIdentifiant',
      'modification',
      '__proto__',
      'constructor',
    )
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.double(),
        fc.constantFrom(null, true, 'NC', '2024-13-45', '1e400', ''),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(field, tie('value'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(
        fc.dictionary(field, value),
        fc.constantFrom(null, 'marche' as const, 'contrat-concession' as const),
        (changes, list) => {
          for (const contract of [changes, { ...whole(), ...changes }]) {
            const read = readContract(contract, list, '2027-11-22')
            if (read.ok) expect(() => JSON.stringify(read.facts)).not.toThrow()
          }
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
