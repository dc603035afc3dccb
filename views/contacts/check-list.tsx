import type { Checkable } from '../../src/contacts/to-check.ts'
import { shortDate } from '../format.ts'
import { CHECKABLE_LABELS } from '../words/contacts.ts'
import { SubmitButton } from '../shared/form.tsx'

interface CheckListProps {
  entries: Checkable[]
  /** Address of the desk, without a slash at its end. */
  base: string
  /** Where each may be changed. */
  hrefOf: (entry: Checkable) => string
  /** What else may be done with it. */
  actionsOf: (entry: Checkable) => { href: string; label: string }[]
}

/** Entries that somebody answers for, those to look at first marked, with « encore exact » in one click. */
export function CheckList({ entries, base, hrefOf, actionsOf }: CheckListProps) {
  return (
    <ul class="cards plain">
      {entries.map((entry) => {
        const name = entry.name ?? 'à désigner'
        return (
          <li>
            <article>
              <h3 class="card-title">
                <a href={hrefOf(entry)}>
                  {CHECKABLE_LABELS[entry.kind]}
                  {entry.name !== '' && ` : ${name}`}
                </a>
              </h3>
              <p>
                {!entry.isFresh && <strong class="tag">À vérifier</strong>}{' '}
                {entry.checkedOn === null
                  ? 'Jamais vérifié.'
                  : `Vérifié le ${shortDate(entry.checkedOn)}.`}
                {entry.source !== '' && <span class="quiet"> Source : {entry.source}</span>}
              </p>
              <form method="post" action={`${base}/verification`}>
                <input type="hidden" name="quoi" value={`${entry.kind}:${entry.id}`} />
                <p class="form-actions">
                  <SubmitButton quiet>
                    Encore exact
                    <span class="unseen"> : {[CHECKABLE_LABELS[entry.kind], name].join(' ')}</span>
                  </SubmitButton>
                  {actionsOf(entry).map(({ href, label }) => (
                    <a href={href}>
                      {label}
                      <span class="unseen"> : {name}</span>
                    </a>
                  ))}
                </p>
              </form>
            </article>
          </li>
        )
      })}
    </ul>
  )
}
