import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import type { Command } from '../../src/commands/command.ts'
import { rulesImport, rulesList } from '../../src/commands/rules.ts'
import type { Deps } from '../../src/deps.ts'
import { importRules, loadRules, seedRules } from '../../src/rules/load-rules.ts'
import { readRules } from '../../src/rules/read-rules.ts'
import { type Rule, rulesAt, ruleFor } from '../../src/rules/rule.ts'
import { RULES } from '../../src/rules/rules-data.ts'
import { ruleLine, ruleProblemSentence } from '../../views/words/rule-problems.ts'
import { testProgram } from '../support/application.ts'
import { openTestPostgres, useDatabase } from '../support/databases.ts'

const NEXT = {
  regle: 'procedure-formalisee',
  nature: 'travaux',
  valeur: 5_500_000,
  depuis: '2028-01-01',
  jusqu_au: '2029-12-31',
  article: 'L. 2124-1',
}

describe('a file of rules', () => {
  test('is read in the words that « rules list » shows', () => {
    const read = readRules(JSON.stringify([NEXT]))
    expect(read).toMatchObject({
      ok: true,
      rules: [{ name: 'formal', category: 'works', from: '2028-01-01', value: 5_500_000 }],
    })
    expect(read.ok && read.rules.map(ruleLine)).toEqual([
      'procedure-formalisee\ttravaux\t5 500 000\tL. 2124-1\tde 2028-01-01 à 2029-12-31',
    ])
  })

  test.each([
    ['{', 'Fichier : illisible, une liste JSON est attendue.'],
    ['{}', 'Fichier : illisible, une liste JSON est attendue.'],
    ['[]', 'Fichier : aucune règle.'],
    ['[null]', 'Règle 1 : valeur d’une forme inattendue.'],
  ])('that is %s is refused', (text, sentence) => {
    expect(problems(text)).toEqual([sentence])
  })

  test('tells every problem of every row at once', () => {
    const rows = [
      { ...NEXT, regle: 'seuil', depuis: '2028-02-30' },
      { ...NEXT, valeur: '5 500 000' },
      { ...NEXT, valeur: -1, jusqu_au: '2027-12-31' },
      { ...NEXT, seuil: 3 },
      { regle: 'pacte-saison', valeur: 7 },
      { ...NEXT, nature: 'chantiers' },
      NEXT,
      NEXT,
    ]
    expect(problems(JSON.stringify(rows))).toEqual([
      'Règle 1, « regle » : règle inconnue, « rules list » montre celles qui existent ("seuil").',
      'Règle 1, « depuis » : jour attendu sous la forme 2028-01-01 ("2028-02-30").',
      'Règle 2, « valeur » : nombre positif attendu, sans espace ni guillemets ("5 500 000").',
      'Règle 3, « valeur » : nombre positif attendu, sans espace ni guillemets (-1).',
      'Règle 3, « jusqu_au » : la fin précède le début ("2027-12-31").',
      'Règle 4, « seuil » : rubrique inconnue, corrigez son nom ou retirez-la (3).',
      'Règle 5, « depuis » : rubrique obligatoire, à remplir.',
      'Règle 6, « nature » : mot inconnu, « rules list » montre ceux qui existent ("chantiers").',
      'Règle 8 : la même règle, pour le même cas et depuis le même jour, est déjà dans le fichier (procedure-formalisee).',
    ])
    expect(problems(JSON.stringify([{ ...NEXT, regle: 'pacte-saison' }]))).toEqual([
      'Règle 1, « periode » : rubrique obligatoire, à remplir.',
    ])
  })

  function problems(text: string): string[] {
    const read = readRules(text)
    return read.ok ? [] : read.problems.map(ruleProblemSentence)
  }
})

describe('the table of rules', () => {
  const database = useDatabase('PostgreSQL')
  const now = new Date('2026-11-21T10:00:00Z')
  const options = { actor: 'command:rules import', now, write: true }

  beforeAll(() => database().transaction(seedRules))

  test('starts with the rules that the program knows, once', async () => {
    await database().transaction(seedRules)
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
    const inOrder = RULES.map(({ name, category, buyer, procedure, circumstance, ...rest }) => {
      const { amountFrom, period, from, until, value, article } = rest
      return {
        name,
        category,
        buyer,
        procedure,
        circumstance,
        amountFrom,
        period,
        from,
        until,
        value,
        article,
      }
    })
    expect((await loadRules(database())).toSorted(byText)).toEqual(inOrder.toSorted(byText))
  })

  test('takes a coming rule, tells the audit log, and keeps it when the program starts again', async () => {
    const db = database()
    const read = readRules(JSON.stringify([NEXT]))
    if (!read.ok) throw new Error('a good file')
    const write = (write: boolean) =>
      db.transaction((tx) => importRules(tx, read.rules, { ...options, write }))
    expect(await write(false)).toEqual({ added: 1, changed: 0 })
    expect(await loadRules(db)).toHaveLength(RULES.length)
    expect(await write(true)).toEqual({ added: 1, changed: 0 })
    expect(await write(true)).toEqual({ added: 0, changed: 0 })
    await db.transaction(seedRules)
    const formal = async (day: string) =>
      ruleFor(rulesAt(await loadRules(db), day), 'formal', { category: 'works' })?.value
    expect(await formal('2027-12-31')).toBe(5_404_000)
    expect(await formal('2028-01-01')).toBe(5_500_000)
    const lines = await db.select().from(auditLog).where(eq(auditLog.action, 'rule.import'))
    expect(lines).toMatchObject([{ actor: 'command:rules import', after: { value: 5_500_000 } }])
  })

  test('lets a rule be ended by the same rule with a last day', async () => {
    const db = database()
    const ended = RULES.filter(({ name }) => name === 'pact-visit').map((rule) => ({
      ...rule,
      until: '2027-06-30',
    }))
    const put = (rules: Rule[]) => db.transaction((tx) => importRules(tx, rules, options))
    expect(await put(ended)).toEqual({ added: 0, changed: 1 })
    const cited = ended.map((rule) => ({ ...rule, article: 'R. 2151-3' }))
    expect(await put(cited)).toEqual({ added: 0, changed: 1 })
    const visit = async (day: string) => ruleFor(rulesAt(await loadRules(db), day), 'pact-visit')
    expect((await visit('2027-06-30'))?.value).toBe(7)
    expect(await visit('2027-07-01')).toBeNull()
  })
})

describe('the operator’s commands', () => {
  let database: Awaited<ReturnType<typeof openTestPostgres>>
  let deps: Deps
  let folder: string

  beforeAll(async () => {
    database = await openTestPostgres('ready')
    deps = (await testProgram(database, '2026-11-21T10:00:00Z')).deps
    folder = mkdtempSync(join(tmpdir(), 'guichet-rules-'))
    writeFileSync(join(folder, 'regles.json'), JSON.stringify([NEXT]))
    writeFileSync(join(folder, 'fausses.json'), JSON.stringify([NEXT, { ...NEXT, valeur: null }]))
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })

  test('import nothing without --apply, and all or nothing with it', async () => {
    expect(await run(rulesImport, 'fausses.json', '--apply')).toEqual([
      'Règle 2, « valeur » : nombre positif attendu, sans espace ni guillemets (null).\nRien n’a été importé.',
    ])
    expect(await run(rulesImport, 'regles.json')).toEqual([
      'Règles à ajouter : 1, à changer : 0.',
      'Rien n’a été écrit : ajoutez --apply pour les importer.',
    ])
    expect(await run(rulesList)).toHaveLength(RULES.length)
    expect(await run(rulesImport, 'regles.json', '--apply')).toEqual([
      'Règles ajoutées : 1, changées : 0.',
    ])
    expect(await run(rulesList)).toHaveLength(RULES.length + 1)
  })

  test('list the rules in force on a day', async () => {
    expect(await run(rulesList, '--on', '2026-11-21')).toContain(
      'dispense\ttravaux\t100 000\tR. 2122-8\tdepuis 2026-01-01',
    )
    expect(await run(rulesList, '--on', 'demain')).toEqual([
      '« demain » : un jour est attendu, comme 2027-01-15.',
    ])
  })

  /** What the command shows, or the sentence of its refusal. */
  async function run(command: Command, ...args: string[]): Promise<string[]> {
    const lines: string[] = []
    const { sql } = database
    const say = (line: string) => void lines.push(line)
    const result = await command.run(args, { deps, sql, cwd: folder, say })
    return result.ok ? lines : [result.sentence]
  }
})
