import { bought, draft, winter } from '../support/application.ts'

/** Works in two lots, of which all is told. */
export const SCHOOL = draft(
  'ecole',
  {
    object: 'Construction d’un groupe scolaire',
    buyers: bought('Ville de Narbonne', '21110262900019'),
    category: 'works',
    cpv: ['45210000'],
    place: { kind: 'unrecognised', name: 'Narbonne', code: null },
    deadline: winter('2026-12-15T12:00'),
    lots: [
      { number: '1', title: 'Gros œuvre' },
      { number: '2', title: 'Charpente' },
    ],
  },
  { publishedAt: '2026-11-20T08:00:00Z' },
)

/** A consultation of which little is told. */
export const POWER = draft(
  'energie',
  {
    object: 'Fourniture et acheminement d’électricité',
    buyers: bought('SYADEN'),
    deadline: winter('2026-12-10T12:00'),
  },
  { publishedAt: '2026-11-19T08:00:00Z' },
)
