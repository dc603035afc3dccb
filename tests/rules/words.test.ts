import { describe, expect, test } from 'vitest'
import { frenchHolidays } from '../../src/rules/calendar.ts'
import { checkTurnover } from '../../src/rules/check-amount.ts'
import { checkCpv } from '../../src/rules/check-cpv.ts'
import { checkDeadline, type DeadlineAsked } from '../../src/rules/check-deadline.ts'
import { checkLots, LOT_GROUNDS } from '../../src/rules/check-lots.ts'
import { dutiesOf, type Launched } from '../../src/rules/duties.ts'
import { DEADLINE_REASONS, type Finding } from '../../src/rules/finding.ts'
import { RULES } from '../../src/rules/rules-data.ts'
import { plain } from '../../views/format.ts'
import {
  DEADLINE_REASON_LABELS,
  DISPENSE_ADVICE,
  dutySentence,
  findingWords,
  KEEP_DATE,
  KEEP_DATE_SENTENCE,
  LOT_GROUND_LABELS,
  TAKE_DATE,
} from '../../views/words/rules.ts'
import { asked } from './asked.ts'

/** All that a finding says, on one line. */
function said(finding: Finding): string {
  const { lead, text, proposal } = findingWords(finding)
  return plain(
    [lead, text, proposal?.lead ?? '', proposal?.date ?? '']
      .filter((part) => part !== '')
      .join(' '),
  )
}

function deadline(particular: Partial<DeadlineAsked>): string[] {
  return checkDeadline(asked(particular), RULES, frenchHolidays).map(said)
}

describe('to the agent, before publication', () => {
  test('a time shorter than the pact’s is told with its parts and the date that keeps it', () => {
    expect(
      deadline({
        deadline: '2026-12-04T12:00',
        visit: { obligation: 'compulsory', lastDay: '2026-11-24' },
      }),
    ).toEqual([
      'Délai de réponse : 14 jours. Le pacte prévoit au moins 28 jours dans ce cas : procédure adaptée entre 90 000 € et 1 M€ HT (21 jours), visite obligatoire (+ 7). Pour tenir ce délai : vendredi 18 décembre 2026 à 12 h 00',
    ])
    expect([TAKE_DATE, KEEP_DATE]).toEqual(['Prendre cette date', 'Garder ma date'])
    expect(KEEP_DATE_SENTENCE).toBe(
      "Si vous gardez votre date, dites pourquoi (urgence, marché simple, relance après infructuosité, calendrier imposé, autre). Ce motif n'est pas publié ; il compte sans nom d'acheteur dans l'analyse annuelle. Comme tout document administratif, il peut être communiqué à qui le demande.",
    )
    for (const reason of DEADLINE_REASONS)
      expect(KEEP_DATE_SENTENCE).toContain(DEADLINE_REASON_LABELS[reason].toLowerCase())
  })

  test('a time shorter than the law’s is told with its articles and what urgency would allow', () => {
    const open = { procedure: 'open', dispatch: '2026-11-20' } as const
    expect(deadline({ ...open, deadline: '2026-12-14T12:00' })).toEqual([
      "Délai trop court pour un appel d'offres ouvert : 24 jours, minimum 30 (art. R. 2161-2 et R. 2161-3). Choisissez une date à partir du lundi 21 décembre 2026, ou indiquez l'urgence qui permet 15 jours. Date qui convient : lundi 21 décembre 2026 à 12 h 00",
    ])
    expect(
      deadline({ ...open, deadline: '2026-12-04T12:00', urgencyGround: 'Péril imminent' }),
    ).toEqual([
      "Délai trop court pour un appel d'offres ouvert : 14 jours, minimum 15 (art. R. 2161-3). Choisissez une date à partir du lundi 7 décembre 2026. Date qui convient : lundi 7 décembre 2026 à 12 h 00",
    ])
    expect(
      deadline({ procedure: 'restricted', stage: 'candidacy', deadline: '2026-12-14T12:00' })[0],
    ).toContain("Délai trop court pour les candidatures d'un appel d'offres restreint : 24 jours")
  })

  test('midnight is a trap', () => {
    expect(deadline({ deadline: '2026-12-16T00:00' })).toEqual([
      'Minuit prête à confusion : écrivez 23 h 59 la veille. Date qui convient : mardi 15 décembre 2026 à 23 h 59',
    ])
  })

  test('days without work are refused with the next that suits', () => {
    expect(deadline({ deadline: '2026-12-12T12:00' })).toEqual([
      "Le samedi 12 décembre 2026 n'est pas un jour ouvré. Prochain jour ouvré qui convient : lundi 14 décembre 2026 à 12 h 00",
    ])
    expect(deadline({ deadline: '2027-05-17T12:00' })).toEqual([
      'Le lundi 17 mai 2027 est férié (Lundi de Pentecôte). Prochain jour ouvré qui convient : mardi 18 mai 2027 à 12 h 00',
    ])
  })

  test('seasons, steps and small contracts are named', () => {
    expect(
      deadline({
        firstPublication: '2027-07-16',
        deadline: '2027-08-09T12:00',
        amount: { min: 1_000_000, max: 1_000_000 },
      })[0],
    ).toContain(
      'au moins 35 jours dans ce cas : procédure adaptée de 1 M€ HT et plus (28 jours), 7 jours ou plus entre le 1er et le 31 août (+ 7).',
    )
    expect(
      deadline({
        firstPublication: '2026-12-14',
        deadline: '2026-12-28T12:00',
        procedure: 'below-threshold',
        amount: { min: 0, max: 40_000 },
      })[0],
    ).toContain(
      'au moins 17 jours dans ce cas : petit marché sous 40 000 € HT (10 jours), 7 jours ou plus entre le 20 décembre et le 4 janvier (+ 7).',
    )
  })

  test('hours that clocks skip or show twice, and odd ones, are told', () => {
    const all = [
      ...deadline({ firstPublication: '2027-02-05', deadline: '2027-03-28T02:30' }),
      ...deadline({ firstPublication: '2027-02-05', deadline: '2027-10-31T02:30' }),
      ...deadline({ deadline: '2026-12-15T19:30' }),
      ...deadline({ deadline: '2026-04-31T12:00' }),
    ].join('\n')
    expect(all).toContain("2 h 30 n'existe pas le dimanche 28 mars 2027.")
    expect(all).toContain('2 h 30 existe deux fois le dimanche 31 octobre 2027.')
    expect(all).toContain("19 h 30 : est-ce bien l'heure voulue ?")
    expect(all).toContain("Cette date limite n'existe pas.")
  })

  test('a visit too late and a change too late are told', () => {
    const all = [
      ...deadline({
        firstPublication: '2027-01-05',
        deadline: '2027-02-10T12:00',
        visit: { obligation: 'compulsory', lastDay: '2027-02-04' },
      }),
      ...deadline({
        firstPublication: '2027-01-05',
        deadline: '2027-02-10T12:00',
        change: { on: '2027-02-05', previousDeadline: '2027-02-10', quantitiesOrLots: true },
      }),
    ]
    expect(all).toEqual([
      'Dernière visite 6 jours avant la date limite. Le pacte prévoit au moins 10 jours entre la dernière visite (jeudi 4 février 2027) et la remise des offres. Pour tenir ce délai : lundi 15 février 2027 à 12 h 00',
      'Il reste 5 jours après cette modification. Le pacte prévoit au moins 10 jours après une modification des quantités ou des lots, et le délai se prolonge quand le dossier change de façon importante (art. R. 2151-4). Pour tenir ce délai : lundi 15 février 2027 à 12 h 00',
      'Modification dans le dernier quart du délai de réponse. Prolongez la date limite, ou dites par écrit pourquoi elle reste (art. R. 2151-4). Date qui convient : lundi 15 février 2027 à 12 h 00',
    ])
  })

  test('lots, codes and turnover are told in the same tone', () => {
    const undivided = { divided: false, ground: null, reason: '', procedure: 'adapted' } as const
    expect(checkLots(undivided).map(said)).toEqual([
      "Marché non alloti. L'allotissement est la règle (art. L. 2113-10). Quel est le motif ?",
    ])
    expect(LOT_GROUNDS.map((ground) => LOT_GROUND_LABELS[ground])).toHaveLength(4)
    expect(checkCpv({ category: 'services', cpv: ['45000000-7'] }).map(said)).toEqual([
      "Le code CPV principal 45000000-7 désigne des travaux. Le type indiqué est « Services » : corrigez l'un des deux.",
    ])
    expect(
      checkTurnover(
        { required: 400_000, amount: { min: 200_000, max: 200_000 }, on: '2026-11-21' },
        RULES,
      ).map(said),
    ).toEqual([
      "Chiffre d'affaires exigé : 400 000 €. Il ne peut dépasser 1,5 fois le montant du marché, soit 300 000 € ici (art. R. 2142-7), sauf justification liée à l'objet du marché.",
    ])
  })
})

describe('the duties of the day', () => {
  const duties = (particular: Partial<Launched>) =>
    dutiesOf(
      {
        category: 'works',
        amount: null,
        buyer: 'local',
        on: '2026-11-21',
        months: 6,
        ...particular,
      },
      RULES,
    ).flatMap((duty) => {
      const sentence = dutySentence(duty)
      return sentence === null ? [] : [plain(sentence)]
    })

  test('are said with their articles at this amount', () => {
    expect(duties({ amount: { min: 45_000, max: 45_000 } })).toEqual([
      'Ni publicité ni mise en concurrence obligatoires (art. R. 2122-8).',
      'Données essentielles publiées sur data.gouv.fr dans les deux mois de la notification (art. R. 2196-1).',
      "Chiffre d'affaires exigé plafonné à 1,5 fois le montant du marché (art. R. 2142-7).",
    ])
    expect(DISPENSE_ADVICE).toContain('deniers publics')
  })

  test('say what depends on an amount that is not known', () => {
    expect(duties({ category: 'services' })).toEqual([
      'Sous 60 000 € HT : ni publicité ni mise en concurrence obligatoires (art. R. 2122-8).',
      "Entre 60 000 € et 90 000 € HT : procédure adaptée, publicité au choix de l'acheteur (art. R. 2131-12).",
      "Entre 90 000 € et 216 000 € HT : procédure adaptée, avis au BOAMP ou dans un journal d'annonces légales (art. R. 2131-12).",
      'À partir de 216 000 € HT : procédure formalisée, avis au BOAMP et au JOUE (art. L. 2124-1).',
      "À partir de 60 000 € HT : profil d'acheteur et accès libre au dossier dès qu'un avis paraît (art. R. 2132-2).",
      'Entre 25 000 € et 40 000 € HT : données essentielles publiées, ou liste annuelle des marchés (art. R. 2196-1).',
      'À partir de 40 000 € HT : données essentielles publiées sur data.gouv.fr dans les deux mois de la notification (art. R. 2196-1).',
      "Au-dessus de 50 000 € HT et de 2 mois : avance à verser, d'au moins 5 % à une PME (art. R. 2191-3).",
      "Chiffre d'affaires exigé plafonné à 1,5 fois le montant du marché (art. R. 2142-7).",
    ])
    expect(duties({ category: null })[0]).toBe(
      'Selon le type et le montant : ni publicité ni mise en concurrence obligatoires (art. R. 2122-8).',
    )
  })

  test('say where the rule of a day is not known yet', () => {
    expect(duties({ on: '2028-01-01', amount: { min: 6_000_000, max: 6_000_000 } })).toContain(
      'Procédure formalisée, avis au BOAMP et au JOUE : règle non connue à cette date.',
    )
  })
})
