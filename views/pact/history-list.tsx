import type { HistoryPage, Names, Told } from '../../src/pact/history.ts'
import { longMoment } from '../format.ts'
import { changeHeadline, changeLines } from '../words/pact-changes.ts'
import { isoWithOffset } from '../format.ts'

interface HistoryProps {
  history: HistoryPage
  /** Address of the page that it stands on. */
  path: string
}

/** Every change, under its heading: when, by which organisation, from what to what, and why. Older ones are a link away. */
export function HistoryList({ history, path }: HistoryProps) {
  const { told, names, older, isLater } = history
  return (
    <>
      <h2 id="historique">Historique</h2>
      {isLater && (
        <p>
          <a href={`${path}#historique`}>Les changements les plus récents</a>
        </p>
      )}
      <Changes told={told} names={names} />
      {older !== null && (
        <p>
          <a href={`${path}?avant=${older}#historique`}>Changements plus anciens</a>
        </p>
      )}
    </>
  )
}

function Changes({ told, names }: { told: Told[]; names: Names }) {
  if (told.length === 0) return <p>Rien n’a changé.</p>
  return (
    <ol class="history plain" aria-labelledby="historique">
      {told.map((each) => (
        <li>
          <h3>{changeHeadline(each)}</h3>
          <p class="quiet">
            <time datetime={isoWithOffset(each.at)}>{longMoment(each.at)}</time>, par{' '}
            {each.by ?? 'l’administration du pacte'}
            {each.visibility === 'members' && ' – visible des membres seulement'}
          </p>
          {each.reason !== '' && <p>Motif : {each.reason}</p>}
          <Lines told={each} names={names} />
        </li>
      ))}
    </ol>
  )
}

function Lines({ told, names }: { told: Told; names: Names }) {
  const lines = changeLines(told, names).filter(
    ({ label }) => !(label === 'Motif' && told.reason !== ''),
  )
  if (lines.length === 0) return null
  return (
    <details>
      <summary>Ce qui a changé</summary>
      <ul class="plain">
        {lines.map(({ label, from, to }) => (
          <li>
            {label} : {from !== null && <del>{from}</del>} {from !== null && '→ '}
            {to === null ? 'retiré' : from === null ? to : <ins>{to}</ins>}
          </li>
        ))}
      </ul>
    </details>
  )
}
