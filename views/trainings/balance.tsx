import type { FirmSize } from '../../src/firms/schema.ts'
import type { Balance } from '../../src/trainings/figures.ts'
import { percent, plural } from '../format.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { NOTE_LABELS } from '../words/trainings.ts'

interface BalanceFiguresProps {
  balance: Balance
  /** Label of a trade by its word. */
  tradeLabel: (word: string) => string
}

/** What came of a training, in figures; a percentage only of five answers or more. */
export function BalanceFigures({ balance, tradeLabel }: BalanceFiguresProps) {
  const { sessions, cancelled, registered, present, firms, newcomers, hot, ready, cold } = balance
  const { since } = balance
  const hotCount = hot.reduce((sum, each) => sum + each, 0)
  const trades = Object.entries(balance.trades).toSorted(
    ([one, few], [other, many]) => many - few || one.localeCompare(other, 'fr'),
  )
  return (
    <dl class="facts">
      <FactLine label="Sessions">
        {plural(sessions, 'réalisée', 'réalisées')}
        {cancelled > 0 && `, ${plural(cancelled, 'annulée', 'annulées')}`}
      </FactLine>
      <FactLine label="Participants">
        {present === null
          ? `${plural(registered, 'inscrit', 'inscrits')} (présences non saisies)`
          : `${plural(present, 'présent', 'présents')} sur ${plural(registered, 'inscrit', 'inscrits')}`}
      </FactLine>
      <FactLine label="Entreprises">
        {plural(firms, 'entreprise', 'entreprises')}
        {sizesText(balance)}
      </FactLine>
      <FactLine label="N’avaient jamais répondu">
        {plural(newcomers, 'participant', 'participants')}
      </FactLine>
      {trades.length > 0 && (
        <FactLine label="Métiers">
          {trades.map(([word, count]) => `${tradeLabel(word)} (${count})`).join(', ')}
        </FactLine>
      )}
      <FactLine label="Le jour même">
        {hotCount === 0
          ? 'aucune réponse'
          : `${plural(hotCount, 'réponse', 'réponses')}. A répondu à leurs attentes : ${hot
              .map((count, index) => `${(NOTE_LABELS[index] ?? '').toLowerCase()} ${count}`)
              .toReversed()
              .join(', ')}. Se sentent prêts à répondre : ${shareText(ready, hotCount)}.`}
      </FactLine>
      <FactLine label="Quatre mois après">
        {cold === 0
          ? 'aucune réponse'
          : `${plural(cold, 'réponse', 'réponses')}. Ont répondu à une consultation depuis : ${shareText(since.people, cold)}. ${plural(since.answers, 'offre remise', 'offres remises')}, ${plural(since.won, 'marché obtenu', 'marchés obtenus')}.`}
      </FactLine>
    </dl>
  )
}

/** « : 2 microentreprises, 1 PME, 3 de taille non connue »; nothing where no size is known. */
function sizesText({ firms, sizes = {} }: Balance): string {
  const known = SIZES.flatMap(([size, one, many]) => {
    const count = sizes[size] ?? 0
    return count === 0 ? [] : [{ count, text: plural(count, one, many) }]
  })
  if (known.length === 0) return ''
  const unknown = firms - known.reduce((sum, { count }) => sum + count, 0)
  const texts = known.map(({ text }) => text)
  if (unknown > 0) texts.push(`${unknown} de taille non connue`)
  return ` : ${texts.join(', ')}`
}

/** As the law counts firms (loi 2008-776, art. 51), the smallest first. */
const SIZES: [FirmSize, string, string][] = [
  ['micro', 'microentreprise', 'microentreprises'],
  ['sme', 'PME', 'PME'],
  ['mid-size', 'ETI', 'ETI'],
  ['large', 'grande entreprise', 'grandes entreprises'],
]

/** Fewer answers than this give no percentage: it would say too much, of too few. */
const LEAST_FOR_PERCENT = 5

/** « 12 (60 %) », « 2 » of fewer than five. */
function shareText(part: number, whole: number): string {
  if (whole < LEAST_FOR_PERCENT) return String(part)
  return `${part} (${percent(Math.round((100 * part) / whole))})`
}
