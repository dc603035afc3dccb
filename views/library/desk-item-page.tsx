import { itemPath } from '../../src/library/item-path.ts'
import type { LibraryItem } from '../../src/library/read-item.ts'
import { longDate, plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { ITEM_KIND_LABELS, THEME_LABELS } from '../words/library.ts'
import { Files } from './files.tsx'

interface DeskItemPageProps {
  frame: Frame
  read: LibraryItem
  /** `/espace/narbonne/bibliotheque` */
  base: string
  done: string | null
}

/** All that a partner does with something it publishes. */
export function DeskItemPage({ frame, read, base, done }: DeskItemPageProps) {
  const { item, versions, users } = read
  const at = `${base}/${item.id}`
  const standing = versions.filter(({ withdrawnAt }) => withdrawnAt === null)
  return (
    <InnerPage
      frame={frame}
      title={item.title}
      current="aide"
      back={{ href: base, label: 'Bibliothèque' }}
      done={done}
    >
      {item.withdrawnAt && (
        <p class="note">
          Retiré le {longDate(item.withdrawnAt)} : {item.withdrawnReason} Une nouvelle version le
          remet dans la bibliothèque.
        </p>
      )}
      <p class="as-written">{item.summary}</p>
      <p>
        <a class="button" href={`${at}/version`}>
          Nouvelle version
        </a>
      </p>
      <p>
        {item.kind !== 'practice' && (
          <>
            <a href={`${at}/modifier`}>Modifier la présentation</a> ·{' '}
          </>
        )}
        <a href={itemPath(item)}>Page publique</a>
        {item.withdrawnAt === null && (
          <>
            {' '}
            · <a href={`${at}/retrait`}>Retirer</a>
          </>
        )}
      </p>
      <dl class="facts">
        <FactLine label="Nature">{ITEM_KIND_LABELS[item.kind]}</FactLine>
        <FactLine label="Thème">{THEME_LABELS[item.theme]}</FactLine>
        <FactLine label="Repris par">
          {users.length > 0 &&
            `${plural(users.length, 'acheteur', 'acheteurs')} : ${users.map(({ name }) => name).join(', ')}`}
        </FactLine>
      </dl>
      <h2 id="versions">Versions</h2>
      <ul class="history">
        {versions.map(({ number, datedOn, note, files, withdrawnAt, withdrawnReason }) => (
          <li>
            <p>
              Version {number} du {longDate(datedOn)}
            </p>
            {note !== '' && <p>Ce qui change : {note}</p>}
            <Files files={files} />
            {withdrawnAt ? (
              <p>
                Retirée le {longDate(withdrawnAt)} : {withdrawnReason}
              </p>
            ) : (
              standing.length > 1 && (
                <p>
                  <a href={`${at}/versions/${number}/retrait`}>
                    Retirer<span class="unseen"> la version {number}</span>
                  </a>
                </p>
              )
            )}
          </li>
        ))}
      </ul>
    </InnerPage>
  )
}
