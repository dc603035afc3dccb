import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/consultations/facts.ts'
import type { OfficeDocument } from '../../src/office/block.ts'
import { RULES } from '../../src/rules/rules-data.ts'
import { askedDocuments } from '../../src/templates/asked-documents.ts'
import { BLOCK_KEYS, TEMPLATE_DOCUMENTS, wantedIn } from '../../src/templates/blocks.ts'
import { fillingOf } from '../../src/templates/filling.ts'
import { knownFacts } from '../../src/templates/known-facts.ts'
import { readVersion, glossaryText } from '../../src/templates/read-version.ts'
import { NOTHING_KNOWN, templateFacts } from '../../src/templates/template-facts.ts'
import { stateOn } from '../../src/templates/version-state.ts'
import { BLANK } from '../../views/office/blank.ts'
import { templateDocument } from '../../views/office/consultation-template.ts'
import { TEMPLATE_VALUE_NAMES } from '../../views/office/template-values.ts'
import { FIRST_VERSION } from '../../views/templates/first-version.ts'
import { KNOWN, MUCH, VERSION } from './known.ts'

const ON = '2026-11-22'
const AT = new Date('2026-11-22T10:00:00Z')

function letter(facts: Partial<Facts>, on = ON): string {
  const known = templateFacts(KNOWN.buyer, facts)
  return textOf(templateDocument('letter', fillingOf(known, RULES, on), VERSION, AT))
}

function textOf({ subtitle, blocks }: OfficeDocument): string {
  const said = blocks.flatMap((block) => {
    switch (block.kind) {
      case 'table':
        return block.rows.map((row) => row.join(' | '))
      case 'list':
        return block.items
      case 'figures':
        return block.figures.map(({ value, label }) => `${value} ${label}`)
      default:
        return [block.text]
    }
  })
  return [...subtitle, ...said].join('\n').replaceAll('\u00A0', ' ')
}

describe('the documents of the shared model', () => {
  it('say the facts of the form, the deadline as people write it', () => {
    const text = letter(KNOWN.facts)
    expect(text).toContain('Remise des offres | mardi 15 décembre 2026 à 12 h 00 (heure de Paris)')
    expect(text).toContain('Montant estimé | 40 000 à 90 000 € HT')
    expect(text).toContain('Valeur technique | 40 %')
    expect(text).toContain('1 | Couverture, zinguerie')
    expect(text).toContain('La visite du site est obligatoire')
  })

  it('mark what is not known, and guess nothing', () => {
    const text = letter({})
    for (const what of [
      'l’objet des travaux',
      'la date et l’heure limites',
      'le lieu d’exécution',
      'la durée du marché',
      'la visite du site : aucune, conseillée ou obligatoire',
      'les variantes : autorisées ou non',
      'la procédure : petit marché ou procédure adaptée',
    ])
      expect(text).toContain(`${BLANK} : ${what}]`)
    expect(text).not.toMatch(/undefined|null|NaN|\{[^}]*\}/)
  })

  it('leave the hour of a deadline open where only the day is known', () => {
    const deadline = {
      wall: '2026-12-15T00:00',
      instant: '2026-12-14T23:00:00Z',
      doubt: 'no-hour' as const,
    }
    expect(letter({ deadline })).toContain('mardi 15 décembre 2026 à [à compléter : l’heure]')
  })

  it('quote the law as it was on the day of the consultation', () => {
    const small = { ...KNOWN.facts, amount: { min: 20_000, max: 20_000 } }
    expect(letter(small)).toContain('sous 100 000 € HT')
    expect(letter(small)).toContain('art. R. 2122-8')
    // No rule of the dispense for works was in force yet: nothing is said of it.
    expect(letter(small, '2025-06-01')).toContain(
      '[à compléter : la procédure : petit marché ou procédure adaptée]',
    )
    expect(letter(small)).toContain('30 jours au plus')
    expect(letter(small)).toContain('elle n’est pas due de droit jusqu’à 50 000 € HT')
  })

  it('give no article but those of the rules: what nobody looked up is said in plain words', () => {
    const articles = new Set(RULES.flatMap(({ article }) => article ?? []))
    // Read in a text of the law (procurement.md 2.3), though no rule has it.
    articles.add('L. 2113-11')
    for (const document of TEMPLATE_DOCUMENTS)
      for (const known of [NOTHING_KNOWN, KNOWN, MUCH]) {
        const filling = fillingOf(known, RULES, ON)
        const said = textOf(templateDocument(document, filling, VERSION, AT))
        for (const [article] of said.matchAll(/\b[LRD]\. \d{3,4}-\d+/g))
          expect([...articles].some((each) => each.includes(article))).toBe(true)
      }
  })

  it('say of an advance what small firms are owed at least, by large councils too', () => {
    const text = letter({ lots: [{ number: '1', title: 'Toiture' }] })
    expect(text).toContain('au moins 5 % (10 % si l’acheteur a plus de 60 millions d’euros')
    expect(text).toContain('si le lot dépasse 50 000 € HT et dure plus de 2 mois')
    expect(text).toContain('art. R. 2191-3 et R. 2191-7')
  })

  it('summed up for firms, leave nothing to be filled in', () => {
    for (const known of [NOTHING_KNOWN, KNOWN, MUCH]) {
      const filling = fillingOf(known, RULES, ON)
      const text = textOf(templateDocument('summary', filling, VERSION, AT))
      expect(text).not.toContain('[')
      expect(text).toContain('non précisé')
    }
  })

  it('take words that a buyer typed for words, never for blanks of the model', () => {
    const text = letter({ ...KNOWN.facts, object: 'Toiture {acheteur} & <b>cour</b>' })
    expect(text).toContain('Toiture {acheteur} & <b>cour</b>')
  })

  it('all say which version they come from, and whether it was adopted', () => {
    for (const document of TEMPLATE_DOCUMENTS) {
      const filling = fillingOf(NOTHING_KNOWN, RULES, ON)
      expect(textOf(templateDocument(document, filling, VERSION, AT))).toContain(
        'version 2 adoptée le 05/10/2026',
      )
      const draft = { ...VERSION, adoptedOn: null }
      expect(textOf(templateDocument(document, filling, draft, AT))).toContain('non adoptée')
    }
  })

  it('are filled by words that the program knows, in every block of the first version', () => {
    const wanted = BLOCK_KEYS.flatMap((key) => wantedIn(FIRST_VERSION.texts[key]))
    expect(wanted.length).toBeGreaterThan(10)
    expect(wanted.filter((name) => !TEMPLATE_VALUE_NAMES.includes(name))).toEqual([])
  })
})

describe('what is asked of firms', () => {
  it('puts aside what only the winner gives, and what the model already holds', () => {
    const asked = askedDocuments({
      requiredDocuments: [
        'DC1',
        'DC 2',
        'Extrait Kbis',
        'Attestations fiscales et sociales',
        'DUME',
        'Attestation de vigilance Urssaf',
        'Assurance décennale',
        'RIB',
        'Planning prévisionnel',
        'Mémoire technique',
      ],
      criteria: [{ name: 'Prix', weight: 100 }],
    })
    expect(asked.typed).toEqual(['Planning prévisionnel'])
    expect(asked.needless).toEqual(['DC1', 'DC 2', 'Extrait Kbis', 'DUME', 'Mémoire technique'])
    expect(asked.winnerBesides).toEqual([])
    expect(asked.winner).toEqual([
      'Attestations fiscales et sociales',
      'Attestation de vigilance Urssaf',
      'Assurance décennale',
      'RIB',
    ])
    expect(asked.model).toEqual(['deed', 'prices'])
  })

  it('asks a technical note only where something other than the price is judged', () => {
    expect(askedDocuments(KNOWN.facts).model).toEqual([
      'deed',
      'prices',
      'technical-note',
      'visit-certificate',
    ])
  })

  it.each([
    [100_000, { min: 40_000, max: 80_000 }, 100_000, null],
    [120_001, { min: 40_000, max: 80_000 }, null, 'above-cap'],
    [50_000, undefined, null, 'no-amount'],
    [0, undefined, null, null],
  ])('asks a turnover of %i only within the law’s cap', (minimumTurnover, amount, asked, why) => {
    const known = templateFacts(KNOWN.buyer, { minimumTurnover, ...(amount ? { amount } : {}) })
    expect(fillingOf(known, RULES, ON)).toMatchObject({ turnover: asked, turnoverLeftOut: why })
  })

  it('never lets a council pay later than the law has it', () => {
    const filling = (paymentDelayDays: number) =>
      fillingOf(templateFacts(KNOWN.buyer, { paymentDelayDays }), RULES, ON)
    expect(filling(45)).toMatchObject({ paymentDays: 30, paymentShortened: true })
    expect(filling(20)).toMatchObject({ paymentDays: 20, paymentShortened: false })
  })
})

describe('what the model is for', () => {
  it.each([
    [{ category: 'works', amount: { min: 40_000, max: 90_000 } }, 'inside'],
    [{ category: 'works', amount: { min: 90_000, max: 90_000 } }, 'too-large'],
    [{ category: 'works', amount: { min: 40_000, max: 200_000 } }, 'depends'],
    [{ category: 'works' }, 'depends'],
    [{ category: 'services', amount: { min: 0, max: 40_000 } }, 'other-category'],
  ] as const)('%j is %s', (facts, scope) => {
    expect(fillingOf(templateFacts(KNOWN.buyer, facts), RULES, ON).scope).toBe(scope)
  })
})

describe('a draft that is not finished', () => {
  const context = {
    partner: {
      name: 'Ville de Narbonne',
      shortName: 'Narbonne',
      siret: '21110262900014',
      buys: true,
    },
    trades: [],
    now: AT,
  }

  it('gives what can be read of it', () => {
    const { facts, leftOut } = knownFacts({ place: ['Narbonne'], duration: ['4 mois'] }, context)
    expect(facts).toMatchObject({ place: { name: 'Narbonne' }, duration: '4 mois' })
    expect(facts).not.toHaveProperty('object')
    expect(facts).not.toHaveProperty('category')
    expect(facts).not.toHaveProperty('deadline')
    expect(facts).not.toHaveProperty('status')
    expect(leftOut).toEqual([])
  })

  it('leaves out what cannot be read, and names it', () => {
    const { facts, leftOut } = knownFacts(
      {
        object: ['Toiture'],
        'deadline.day': ['31'],
        'deadline.month': ['avril'],
        'deadline.year': ['2027'],
        criteria: ['Prix 60 %\nDélai 10 %'],
        duration: ['4 mois'],
      },
      context,
    )
    expect(facts).toMatchObject({ object: 'Toiture', duration: '4 mois' })
    expect(facts).not.toHaveProperty('deadline')
    expect(leftOut.toSorted()).toEqual(['criteria', 'deadline'])
  })
})

describe('versions of the model', () => {
  const version = (number: number, inForceOn: string | null) => ({
    number,
    adoptedOn: inForceOn,
    inForceOn,
  })
  const all = [
    version(1, '2026-01-01'),
    version(2, '2026-06-01'),
    version(3, '2027-01-01'),
    version(4, null),
  ]

  it('are in the state that their dates tell', () => {
    expect(all.map((each) => stateOn(each, all, ON))).toEqual([
      'replaced',
      'in-force',
      'adopted',
      'draft',
    ])
  })

  it('are refused with an empty block, words nobody can fill in, or a glossary that cannot be read', () => {
    const form = new URLSearchParams([
      ['note', 'Essai'],
      ...BLOCK_KEYS.map((key) => [`block.${key}`, FIRST_VERSION.texts[key]]),
      ['glossary', glossaryText(FIRST_VERSION.glossary)],
    ])
    const whole = readVersion(form, TEMPLATE_VALUE_NAMES)
    expect(whole.problems).toEqual([])
    expect(whole.glossary).toEqual(FIRST_VERSION.glossary)
    form.set('block.help', '')
    form.set('block.price', 'Le prix de {personne}.')
    form.set('glossary', 'sans sens')
    expect(readVersion(form, TEMPLATE_VALUE_NAMES).problems).toEqual([
      { field: 'block.price', code: 'unknown-value', words: '{personne}' },
      { field: 'block.help', code: 'missing' },
      { field: 'glossary', code: 'glossary-line', words: 'sans sens' },
    ])
  })
})
