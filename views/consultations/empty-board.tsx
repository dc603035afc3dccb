import { canonicalQuery, type Cursor } from '../../src/consultations/filter.ts'
import type { Board } from '../../src/consultations/shown.ts'
import { feedAddress } from '../feeds/alternates.ts'
import { countedText } from '../format.ts'
import { type Asked, withoutField } from '../words/query.ts'

interface EmptyBoardProps {
  board: Board
  asked: Asked[]
  cursor: Cursor | null
}

/** Nothing to show: which part of the question removed everything, or what will appear here. */
export function EmptyBoard({ board, asked, cursor }: EmptyBoardProps) {
  if (asked.length === 0) return <FirstRun />
  const { filter, without, lookedTo } = board
  return (
    <div class="empty">
      <p>
        <strong>
          Aucune {cursor ? 'autre ' : ''}consultation ne répond à tous ces critères
          {lookedTo ? ' jusqu’ici' : ' pour l’instant'}.
        </strong>
      </p>
      {without.length > 0 && (
        <ul>
          {without.map(({ word, count }) => (
            <li>
              <a href={`/${canonicalQuery(withoutField(filter, word))}`}>
                Sans le critère {asked.find(({ field }) => field === word)?.text ?? word} :{' '}
                {countedText(count, 'consultation', 'consultations')}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={feedAddress(filter, 'rss')}>S’abonner quand même</a> : vous verrez la première
        consultation dès sa parution.
      </p>
    </div>
  )
}

function FirstRun() {
  return (
    <div class="empty">
      <p>
        <strong>Aucune consultation n’est en cours pour l’instant.</strong>
      </p>
      <p>
        Ici paraîtront les consultations des acheteurs publics de l’Aude, dès que leurs sources
        auront été lues : date limite, objet, lots, lieu, montant et manière de répondre.
      </p>
      <ul>
        <li>
          <a href="/sources">Voir l’état des sources</a>
        </li>
        <li>
          <a href="/?etat=toutes">Voir les consultations terminées ou attribuées</a>
        </li>
        <li>
          <a href="/flux">S’abonner dès maintenant</a>
        </li>
      </ul>
    </div>
  )
}
