import { isFresh } from '../../src/contacts/freshness.ts'
import { longDate } from '../format.ts'

interface CheckedProps {
  /** Calendar day; null: never. */
  checkedOn: string | null
  source: string
  sourceUrl?: string | null
  today: string
}

/** When somebody last looked whether an entry holds, and where it comes from. */
export function Checked({ checkedOn, source, sourceUrl, today }: CheckedProps) {
  return (
    <p class="hint">
      {checkedOn === null ? (
        <strong>Pas encore vérifié.</strong>
      ) : isFresh(checkedOn, today) ? (
        <>
          Vérifié le <time datetime={checkedOn}>{longDate(checkedOn)}</time>.
        </>
      ) : (
        <strong>
          Pas vérifié depuis plus d’un an : la dernière fois le{' '}
          <time datetime={checkedOn}>{longDate(checkedOn)}</time>.
        </strong>
      )}
      {source !== '' && (
        <>
          {' '}
          Source :{' '}
          {sourceUrl ? (
            <a href={sourceUrl} rel="external">
              {source}
            </a>
          ) : (
            source
          )}
          .
        </>
      )}
    </p>
  )
}
