import { addComment } from '../../../pact/comments/comments.ts'
import { addPaper, addPaperVersion } from '../../../pact/papers/save-paper.ts'
import type { PaperKind } from '../../../pact/papers/schema.ts'
import { type PactStep, told } from './step.ts'

const SITE = 'https://demonstration.example/pacte/documents'

interface PaperStory {
  kind: PaperKind
  title: string
  description: string
  by: string
  /** Day, what it changes, and whether it is still a draft. */
  versions: [number, string, 'draft'?][]
  /** Day, who, and words: on the draft. */
  comments?: [number, string, string][]
}

const PAPERS: PaperStory[] = [
  {
    kind: 'template',
    title: 'Modèle commun de consultation',
    description:
      'Règlement, cahier des charges et bordereau en douze pages, pour moins de 90 000 €.',
    by: 'carcassonne-agglo',
    versions: [
      [-400, 'Première version, mise à l’essai'],
      [-190, 'Clause de paiement revue après les chantiers d’essai'],
    ],
  },
  {
    kind: 'guide',
    title: 'Guide de l’allotissement',
    description: 'Six exemples de découpage, du gymnase à la voirie.',
    by: 'cma-de-l-aude',
    versions: [[-150, '']],
  },
  {
    kind: 'practice',
    title: 'Répondre aux questions des entreprises',
    description: 'Qui répond, où, et sous combien de jours.',
    by: 'grand-narbonne',
    versions: [[-9, 'Projet soumis aux membres', 'draft']],
    comments: [
      [
        -6,
        'cma-de-l-aude',
        'Dire aussi ce qu’une entreprise reçoit quand sa question vient trop tard.',
      ],
    ],
  },
]

/** The pact's documents, one of them still a draft that members discuss. */
export function paperSteps(): PactStep[] {
  return PAPERS.flatMap(stepsOf)
}

function stepsOf({ by, versions, comments = [], ...values }: PaperStory): PactStep[] {
  const known = { id: 0, slug: '' }
  return [
    ...versions.map(([at, note, draft], index): PactStep => ({
      at,
      async tell({ tx, days }, author) {
        const version = {
          datedOn: days.day(at),
          documentId: null,
          url: `${SITE}/${values.kind}-${index + 1}.pdf`,
          note,
          draft: draft !== undefined,
        }
        if (index > 0) {
          const added = await addPaperVersion(tx, author(by), known.slug, version)
          if (added === null) throw new Error(`no document ${known.slug}`)
          told(added)
        } else Object.assign(known, told(await addPaper(tx, author(by), values, version)))
      },
    })),
    ...comments.map(([at, who, words]): PactStep => ({
      at,
      async tell({ tx, partner, agentOf }, author) {
        const of = { partnerId: partner(who), agentId: await agentOf(who) }
        told(await addComment(tx, author(who), { paperId: known.id }, of, words))
      },
    })),
  ]
}
