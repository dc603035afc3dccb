import { type Invented, invent } from '../../src/commands/generate/invent.ts'
import { escapeMarkup } from '../../src/feeds/markup.ts'
import { CATEGORY_LABELS } from '../../views/words/categories.ts'
import { PROCEDURE_LABELS } from '../../views/words/procedures.ts'
import { AUDE } from './aude.ts'

const DAY_MS = 86_400_000

/**
 * An RSS feed as French buyers' platforms write them, of so many invented consultations from the given number on.
 * They were published within the four weeks before `now`, and their deadlines are all to come.
 */
export function inventFeed(first: number, items: number, now: Date): string {
  const numbers = Array.from({ length: items }, (_, at) => first + at)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>',
    '<title>Consultations en cours</title>',
    '<link>https://marches.example/</link>',
    '<description>Avis publiés par la plateforme</description>\n<language>fr</language>',
    ...numbers.map((number, at) =>
      itemOf(number, new Date(now.getTime() - ((at % 28) + 1) * 0.9 * DAY_MS), now),
    ),
    '</channel></rss>\n',
  ].join('\n')
}

function itemOf(number: number, publishedAt: Date, now: Date): string {
  const invented = invent(AUDE, number)
  const { object, reference } = invented
  return `<item>
<title>${escapeMarkup(object)}</title>
<link>https://marches.example/consultations/${number}</link>
<guid isPermaLink="false">${reference}</guid>
<pubDate>${publishedAt.toUTCString()}</pubDate>
<description>${escapeMarkup(descriptionOf(invented, now))}</description>
</item>`
}

function descriptionOf(invented: Invented, now: Date): string {
  const { amount, lots, daysGiven, hour } = invented
  const day = new Date(now.getTime() + daysGiven * DAY_MS)
    .toISOString()
    .slice(0, 10)
    .split('-')
    .toReversed()
    .join('/')
  const said: [string, string][] = [
    ['Acheteur', invented.buyer],
    ['Référence', invented.reference],
    ['Type de marché', CATEGORY_LABELS[invented.category]],
    ['Procédure', PROCEDURE_LABELS[invented.procedure]],
    ['Lieu d’exécution', invented.commune.name],
    ['Code CPV', invented.cpv],
    ...(amount
      ? [['Montant estimé', `entre ${amount.min} € et ${amount.max} € HT`] as [string, string]]
      : []),
    ['Date limite de remise des offres', `${day} à ${hour.replace(':', 'h')}`],
  ]
  return [
    `<p>${invented.description}</p>`,
    ...said.map(([label, value]) => `<p><strong>${label} :</strong> ${value}</p>`),
    ...lots.map((title, at) => `<p>Lot ${at + 1} : ${title}</p>`),
  ].join('')
}
