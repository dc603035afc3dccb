import { describe, expect, it } from 'vitest'
import { writeCard } from '../../src/contacts/card.ts'
import { type ContactChoices, contactQuery, readContactFilter } from '../../src/contacts/filter.ts'
import { dayBefore, isFresh } from '../../src/contacts/freshness.ts'
import { readContactsFile } from '../../src/contacts/import-contacts.ts'
import { rulesFor } from '../../src/contacts/rules-for.ts'

const ANYWHERE = {
  employeesFrom: null,
  employeesBelow: null,
  territories: [],
  inForceFrom: '2026-01-01',
  inForceUntil: null,
}
const SMALL = { ...ANYWHERE, employeesBelow: 400, name: 'small' }
const LARGE = { ...ANYWHERE, employeesFrom: 400, name: 'large' }
const AUDE = { ...ANYWHERE, employeesBelow: 400, territories: ['d:11'], name: 'aude' }
const ENDED = { ...ANYWHERE, inForceUntil: '2026-06-30', name: 'ended' }

function namesFor(asked: { keys: string[] | null; headCount: number | null; day?: string }) {
  return rulesFor([SMALL, LARGE, AUDE, ENDED], { day: '2026-11-22', ...asked }).map(
    ({ rule, certain }) => `${rule.name}${certain ? '' : '?'}`,
  )
}

describe('which rules hold', () => {
  it('depends on the head count: 399 and 400 go to different bodies', () => {
    expect(namesFor({ keys: ['d:11'], headCount: 399 })).toEqual(['small', 'aude'])
    expect(namesFor({ keys: ['d:11'], headCount: 400 })).toEqual(['large'])
  })

  it('depends on the département', () => {
    expect(namesFor({ keys: ['d:34'], headCount: 12 })).toEqual(['small'])
  })

  it('leaves nothing out because it is not known, and says so', () => {
    expect(namesFor({ keys: null, headCount: null })).toEqual(['small?', 'large?', 'aude?'])
    expect(namesFor({ keys: null, headCount: 12 })).toEqual(['small', 'aude?'])
  })

  it('depends on the day, both ends included', () => {
    const on = (day: string) => namesFor({ keys: [], headCount: 500, day })
    expect(on('2026-06-30')).toEqual(['large', 'ended'])
    expect(on('2026-07-01')).toEqual(['large'])
    expect(on('2025-12-31')).toEqual([])
  })
})

describe('an entry', () => {
  it('is fresh for a year after it was checked', () => {
    expect(dayBefore('2026-11-22', 365)).toBe('2025-11-22')
    expect(isFresh('2025-11-22', '2026-11-22')).toBe(true)
    expect(isFresh('2025-11-21', '2026-11-22')).toBe(false)
    expect(isFresh(null, '2026-11-22')).toBe(false)
  })
})

const CHOICES: ContactChoices = {
  place: (word) => (['Narbonne', 'narbonne', '11100'].includes(word) ? { slug: 'narbonne' } : null),
  trades: [{ slug: 'electricite', label: 'Électricité' }],
  partners: [{ slug: 'carcassonne', name: 'Carcassonne' }],
}

describe('the address of contacts', () => {
  it('has one spelling for one question, and reads it back', () => {
    const asked = readContactFilter(
      new URLSearchParams(
        'probleme=difficulte&lieu=11100&metier=&effectif=1 200&acheteur=carcassonne',
      ),
      CHOICES,
    )
    if (!asked.ok) throw new Error(JSON.stringify(asked.problems))
    const query = contactQuery(asked.filter)
    expect(query).toBe('?acheteur=carcassonne&effectif=1200&lieu=narbonne&probleme=difficulte')
    expect(readContactFilter(new URLSearchParams(query), CHOICES)).toEqual(asked)
  })

  it('refuses what there is not, with what there is', () => {
    const wrong = 'probleme=rien&lieu=Ailleurs&metier=sorcier&effectif=beaucoup&apres=x&autre=1'
    const asked = readContactFilter(new URLSearchParams(wrong), CHOICES)
    expect(asked.ok).toBe(false)
    if (asked.ok) return
    expect(asked.problems.map(({ word }) => word).toSorted()).toEqual([
      'apres',
      'autre',
      'effectif',
      'lieu',
      'metier',
      'probleme',
    ])
    expect(asked.problems.find(({ word }) => word === 'metier')?.allowed).toEqual([
      { value: 'electricite', label: 'Électricité' },
    ])
  })
})

const CARD = {
  uid: 'tag:guichet.example,2026:contacts/1',
  person: 'Anne Exemple',
  function: 'Conseillère ; marchés, « petits » lots',
  body: 'Chambre, section 1; Aude',
  email: 'anne@example.org',
  phones: ['04 00 00 00 00 (standard)', '+33 6 00 00 00 00'],
  office: '1, rue de l’Église\\11000 Carcassonne',
  page: 'https://guichet.example/contacts/organismes/une-chambre-au-nom-vraiment-tres-long-pour-une-ligne#anne',
  website: null,
  note: 'Première ligne\nSeconde é è à ligne',
  changedAt: new Date('2026-11-22T08:00:00Z'),
}

describe('a card', () => {
  it('is a vCard that reads back to what was said', () => {
    const text = writeCard(CARD)
    for (const line of text.split('\r\n'))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    const read = parseCard(text)
    expect(read.get('VERSION')).toEqual(['3.0'])
    expect(read.get('FN')).toEqual([CARD.person])
    expect(read.get('N')).toEqual(['Exemple;Anne;;;'])
    expect(read.get('TITLE')).toEqual([CARD.function])
    expect(read.get('ORG')).toEqual([CARD.body])
    expect(read.get('TEL')).toEqual(['04 00 00 00 00', '+33 6 00 00 00 00'])
    expect(read.get('EMAIL')).toEqual([CARD.email])
    expect(read.get('ADR')).toEqual([`;;${CARD.office};;;;`])
    expect(read.get('URL')).toEqual([CARD.page])
    expect(read.get('NOTE')).toEqual([CARD.note])
    expect(read.get('UID')).toEqual([CARD.uid])
  })

  it('is named by its function and body where the person is not known', () => {
    const read = parseCard(writeCard({ ...CARD, person: null, function: 'Accueil' }))
    expect(read.get('FN')).toEqual([`Accueil – ${CARD.body}`])
  })
})

describe('a file of contacts', () => {
  const context = {
    gazetteer: { find: () => null },
    trades: ['electricite'],
    today: '2026-11-22',
  }
  const body = {
    identifiant: 'organisme',
    nature: 'instance',
    nom: 'Organisme',
    verifie_le: '2026-11-01',
  }
  const read = (file: unknown) => readContactsFile(JSON.stringify(file), context)

  it('is refused with every problem at once, each in its place', () => {
    const file = {
      organismes: [
        { ...body, site: 'javascript:alert(1)', telephones: ['zéro', '04 00 00 00 00 (accueil)'] },
        { ...body, identifiant: 'autre', verifie_le: '2026-12-01', territoires: ['Nulle-Part'] },
      ],
      interlocuteurs: [
        {
          identifiant: 'Majuscule',
          organisme: 'organisme',
          fonction: 'a\nb',
          metiers: ['sorcier'],
        },
      ],
      regles: [
        {
          identifiant: 'r',
          probleme: 'difficulte',
          vers: 'ciri',
          rang: 1,
          motif: 'Parce que.',
          source: 'Une circulaire',
          depuis: '2026-02-30',
          effectif_a_partir_de: 400,
          effectif_moins_de: 400,
        },
      ],
      autres: [],
    }
    const problems = read(file)
    expect(problems.ok).toBe(false)
    if (problems.ok) return
    expect(
      problems.problems.map(({ list, row, field, code }) => [list, row, field, code].join(' ')),
    ).toEqual([
      ' 0  unknown-key',
      'organismes 1 site url',
      'organismes 1 telephones phone',
      'organismes 2 territoires place',
      'organismes 2 verifie_le future',
      'interlocuteurs 1 identifiant slug',
      'interlocuteurs 1 fonction one-line',
      'interlocuteurs 1 metiers trade',
      'regles 1 depuis date',
    ])
  })

  it('names each thing once', () => {
    const twice = read({ organismes: [body, body] })
    expect(twice.ok ? [] : twice.problems.map(({ code, row }) => `${row} ${code}`)).toEqual([
      '2 repeated',
    ])
    expect(read({}).ok).toBe(false)
    expect(readContactsFile('[]', context).ok).toBe(false)
    expect(readContactsFile('{', context).ok).toBe(false)
  })
})

/** The properties of a vCard by name (RFC 2425 and 2426): lines unfolded, parameters left out, texts as they were. */
function parseCard(text: string): Map<string, string[]> {
  expect(text.startsWith('BEGIN:VCARD\r\n')).toBe(true)
  expect(text.endsWith('END:VCARD\r\n')).toBe(true)
  const lines = text.replaceAll(/\r\n[ \t]/g, '').split('\r\n')
  const read = new Map<string, string[]>()
  for (const line of lines.filter((each) => each !== '')) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/s.exec(line) ?? []
    expect(name, line).not.toBe('')
    const plain = value.replaceAll(/\\(.)/g, (_, of: string) => (of === 'n' ? '\n' : of))
    read.set(name, [...(read.get(name) ?? []), plain])
  }
  return read
}
