import type { Change, ConsultationPage } from '../../src/consultations/shown.ts'
import { LongTime } from '../shared/time.tsx'
import { changeWords } from '../words/changes.ts'
import { NOTICE_LABELS } from '../words/notices.ts'

/** What happened, newest first: each change before and after, in words as well as in marks. */
export function History({ page: { history } }: { page: ConsultationPage }) {
  if (history.length === 0) return null
  return (
    <section aria-labelledby="historique">
      <h2 id="historique">Historique</h2>
      <ol class="history">
        {history.map(({ id, kind, publishedAt, changes, reason, source }) => (
          <li id={`avis-${id}`}>
            <h3>{NOTICE_LABELS[kind]}</h3>
            <p class="quiet">
              <LongTime when={publishedAt} />
              {source && `, ${source}`}
            </p>
            {changes.length > 0 && (
              <ul class="plain">
                {changes.map((change) => (
                  <li>
                    <ChangeLine change={change} />
                  </li>
                ))}
              </ul>
            )}
            {reason && <p>Motif donné : {reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function ChangeLine({ change }: { change: Change }) {
  const { label, before, after, sentence } = changeWords(change)
  if (sentence) return <>{sentence}</>
  return (
    <>
      {label} :{' '}
      {before === null ? (
        'non communiqué auparavant'
      ) : (
        <>
          auparavant <del>{before}</del>
        </>
      )}
      ,{' '}
      {after === null ? (
        'désormais non communiqué'
      ) : (
        <>
          désormais <ins>{after}</ins>
        </>
      )}
    </>
  )
}
