import type { EntryContext, FeedEntry } from '../../src/feeds/entry.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import type { ProgrammeNews } from '../../src/programme/events.ts'
import { cutAtWord } from '../cut.ts'
import { bodyHtml } from '../feeds/body-html.tsx'
import type { Block, Part } from '../feeds/body.ts'
import { longDate, lowerFirst, plain, upperFirst } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import {
  amountOrUnknown,
  atQuarter,
  changeLine,
  EVENT_LABELS,
  FORECAST_SENTENCE,
  quarterText,
  UNKNOWN,
} from '../words/programme.ts'
import { contactText } from '../words/values.ts'
import { tradesText } from './card.tsx'

interface ProgrammeEntryContext extends EntryContext {
  tradeLabel: (slug: string) => string
}

/** Characters of a title at most (users.md, 11). */
const LONGEST_TITLE = 120

/** The entry of one thing that happened to a planned purchase: its id and instants never change. */
export function programmeEntry(news: ProgrammeNews, context: ProgrammeEntryContext): FeedEntry {
  const { id, kind, at, purchase } = news
  const { tagAuthority, tagDate, baseUrl, tradeLabel } = context
  const { facts, buyer, trades, path } = purchase
  const scheme = (name: string) => tagUri(tagAuthority, tagDate, name)
  return {
    id: tagUri(tagAuthority, tagDate, `programmation/${id}`),
    title: programmeTitle(news),
    link: baseUrl + path,
    published: at,
    updated: at,
    html: bodyHtml(programmeBody(news, context)),
    author: buyer.name,
    categories: [
      { label: EVENT_LABELS[kind], scheme: scheme('programmation') },
      ...trades.map((slug) => ({ label: tradeLabel(slug), scheme: scheme('metier') })),
    ],
    data: {
      reference: `programmation/${purchase.id}`,
      kind,
      buyer: buyer.name,
      siret: buyer.siret,
      category: facts.category,
      cpv: facts.cpv,
    },
  }
}

/** « À VENIR 2e trimestre 2027 – Réfection de la cour – Ville d’Exemple » */
export function programmeTitle({ kind, purchase: { facts, buyer } }: ProgrammeNews): string {
  const head = `${HEADS[kind]} ${quarterText(facts)}`
  const room = LONGEST_TITLE - head.length - 6 - buyer.name.length
  const parts = [head, cutAtWord(facts.object, Math.max(room, 30)), buyer.name]
  return cutAtWord(plain(parts.join(' – ')), LONGEST_TITLE)
}

const HEADS: Record<ProgrammeNews['kind'], string> = {
  announced: 'À VENIR',
  changed: 'MODIFIÉ',
  dropped: 'ABANDONNÉ',
  resumed: 'DE NOUVEAU PRÉVU',
  became: 'PUBLIÉ',
  unlinked: 'À VENIR',
}

/** What happened first, for the preview on a phone; then what is expected, as it stands now. */
export function programmeBody(
  { kind, at, changes, reason, purchase }: ProgrammeNews,
  { baseUrl, tradeLabel }: Pick<ProgrammeEntryContext, 'baseUrl' | 'tradeLabel'>,
): Block[] {
  const { facts, buyer, became } = purchase
  const changed = changes.map((change): Part[] => {
    const { label, before, after } = changeLine(change, tradeLabel)
    return before === null || after === null
      ? [`${label} : mis à jour`]
      : [`${label} : avant, ${before} ; maintenant, `, { strong: after }]
  })
  const contact = facts.contact ? contactText(facts.contact) : ''
  return [
    {
      lines: [
        [{ strong: EVENT_LABELS[kind] }, ` le ${longDate(at)} par ${buyer.name}.`],
        ...(reason === '' ? [] : [[`Motif donné : ${reason}`]]),
      ],
    },
    ...(changed.length > 0 ? [{ items: changed }] : []),
    ...(became && kind === 'became'
      ? [
          {
            lines: [
              ['Consultation : ', { link: baseUrl + became.path, words: became.title }] as Part[],
            ],
          },
        ]
      : []),
    {
      items: [
        [`Objet : ${facts.object}`],
        ['Consultation attendue : ', { strong: atQuarter(facts) }],
        [`Type : ${facts.category ? lowerFirst(CATEGORY_LABELS[facts.category]) : UNKNOWN}`],
        [`Métier : ${tradesText(purchase, tradeLabel)}`],
        [`Montant : ${amountOrUnknown(facts)}`],
        [`Lieu : ${facts.place?.name ?? UNKNOWN}`],
        ...(facts.description === '' ? [] : [[`Précisions : ${facts.description}`]]),
        [`Contact : ${contact === '' ? UNKNOWN : contact}`],
      ],
    },
    { lines: [[upperFirst(FORECAST_SENTENCE)]] },
  ]
}
