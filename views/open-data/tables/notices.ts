import type { Moment } from '../../../src/consultations/facts.ts'
import type { Sheet } from '../../../src/open-data/column.ts'
import type { NoticeLine } from '../../../src/open-data/tables.ts'
import { changeWords, movedDate } from '../../words/changes.ts'
import { NOTICE_LABELS } from '../../words/notices.ts'
import { moment, several } from './cells.ts'

export const NOTICES: Sheet<NoticeLine> = {
  title: 'Avis',
  line: 'Une ligne par avis : l’histoire de chaque consultation, que rien n’efface.',
  key: ['avis'],
  leadsTo: [{ column: 'reference', table: 'consultations', key: 'reference' }],
  columns: [
    {
      name: 'avis',
      title: 'Numéro de l’avis',
      type: 'integer',
      description:
        'Numéro sur ce guichet ; le même que dans les identifiants des publications OCDS.',
      example: '118',
      required: true,
      cell: ({ id }) => id,
    },
    {
      name: 'reference',
      title: 'Référence',
      type: 'string',
      description: 'Référence de la consultation.',
      example: '2026-0042',
      required: true,
      cell: ({ reference }) => reference,
    },
    {
      name: 'nature',
      title: 'Nature',
      type: 'string',
      description: 'Ce qui s’est passé.',
      example: 'Avis rectificatif',
      values: Object.values(NOTICE_LABELS),
      required: true,
      cell: ({ kind }) => NOTICE_LABELS[kind],
    },
    {
      name: 'publie_le',
      title: 'Publié le',
      type: 'datetime',
      description: 'Quand la source l’a publié.',
      example: '2026-11-16T11:40:00+01:00',
      required: true,
      cell: ({ publishedAt }) => moment(publishedAt),
    },
    {
      name: 'lu_le',
      title: 'Lu le',
      type: 'datetime',
      description: 'Quand ce guichet l’a enregistré.',
      example: '2026-11-16T11:52:00+01:00',
      required: true,
      cell: ({ recordedAt }) => moment(recordedAt),
    },
    {
      name: 'champs_modifies',
      title: 'Champs modifiés',
      type: 'string',
      description: 'Ce que l’avis change, séparé par « | » ; vide pour un premier avis.',
      example: 'Date limite|Montant estimé',
      cell: ({ changes }) => several(changes.map((change) => changeWords(change).label)),
    },
    {
      name: 'ancienne_date_limite',
      title: 'Ancienne date limite',
      type: 'datetime',
      description: 'La date limite d’avant, si l’avis la change.',
      example: '2026-12-15T12:00:00+01:00',
      cell: (line) => moment(moved(line)?.before),
    },
    {
      name: 'nouvelle_date_limite',
      title: 'Nouvelle date limite',
      type: 'datetime',
      description: 'La date limite d’après, si l’avis la change.',
      example: '2026-12-22T12:00:00+01:00',
      cell: (line) => moment(moved(line)?.after),
    },
    {
      name: 'motif',
      title: 'Motif',
      type: 'string',
      description: 'Motif donné par l’acheteur.',
      example: 'modification du dossier',
      cell: ({ reason }) => reason,
    },
    {
      name: 'source',
      title: 'Source',
      type: 'string',
      description: 'D’où l’avis vient.',
      example: 'BOAMP',
      cell: ({ source }) => source,
    },
  ],
}

function moved({ changes }: NoticeLine): { before: Moment; after: Moment } | null {
  const change = changes.find(({ field }) => field === 'deadline')
  return change ? movedDate(change) : null
}
