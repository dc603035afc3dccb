import { NOTHING_ASKED, THEME_WORDS } from '../../src/library/filter.ts'
import { itemPath } from '../../src/library/item-path.ts'
import type { ItemVersion, LibraryItem } from '../../src/library/read-item.ts'
import type { PracticeText } from '../../src/library/schema.ts'
import { longDate, plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { THEME_LABELS } from '../words/library.ts'
import { libraryAlternates } from './follow.tsx'
import { VersionList } from './version-list.tsx'

interface PracticePageProps {
  frame: Frame
  read: LibraryItem
  /** The version shown. */
  version: ItemVersion
  practice: PracticeText
}

/** A good practice on one page: problem, what was done, text to copy, whom to ask. */
export function PracticePage({ frame, read, version, practice }: PracticePageProps) {
  const { item, partner, versions, current, users } = read
  const path = itemPath(item)
  const isCurrent = version.number === current?.number
  const others = versions.filter(({ number }) => number !== version.number)
  return (
    <Layout
      frame={frame}
      title={isCurrent ? item.title : `${item.title} (version ${version.number})`}
      description={`${isCurrent ? '' : `Version ${version.number}. `}${item.summary}`}
      alternates={libraryAlternates({ ...NOTHING_ASKED, kind: 'practice' }, 'Bonnes pratiques')}
      current="aide"
    >
      <article class="prose">
        <p class="back">
          <a href="/documents/pratiques">Bonnes pratiques entre acheteurs</a>
        </p>
        <h1>{item.title}</h1>
        {!isCurrent && (
          <p class="note">
            Version {version.number}, du {longDate(version.datedOn)}. Ce n’est pas la dernière :{' '}
            <a href={path}>lire la version en cours</a>.
          </p>
        )}
        <p class="lead as-written">{item.summary}</p>
        <section aria-labelledby="probleme">
          <h2 id="probleme">Le problème</h2>
          <p class="as-written">{practice.problem}</p>
        </section>
        <section aria-labelledby="fait">
          <h2 id="fait">Ce qui a été fait</h2>
          <p class="as-written">{practice.done}</p>
        </section>
        <section aria-labelledby="a-copier">
          <h2 id="a-copier">Texte à copier</h2>
          <blockquote id="texte" class="to-copy as-written">
            {practice.text}
          </blockquote>
          <p class="unprinted">
            <button
              type="button"
              class="button button-quiet"
              data-copy="texte"
              data-copied="Texte copié."
              hidden
            >
              Copier le texte
            </button>{' '}
            <span id="texte-etat" role="status" />
          </p>
        </section>
        {practice.law !== '' && (
          <section aria-labelledby="droit">
            <h2 id="droit">Ce que dit le droit</h2>
            <p class="as-written">{practice.law}</p>
            <p class="quiet">
              Écrit le {longDate(version.datedOn)} : le droit a pu changer depuis.
            </p>
          </section>
        )}
        <section aria-labelledby="repris">
          <h2 id="repris">
            {users.length === 0
              ? 'Pas encore repris'
              : `Repris par ${plural(users.length, 'acheteur', 'acheteurs')}`}
          </h2>
          {users.length > 0 && (
            <ul>
              {users.map(({ name, since }) => (
                <li>
                  {name}, depuis le {longDate(since)}
                </li>
              ))}
            </ul>
          )}
          <p class="unprinted">
            Votre organisme est partenaire et l’utilise aussi ?{' '}
            <a href={`/espace/pratiques/${item.slug}`}>Dites « Nous utilisons »</a>. Tout autre
            acheteur public peut copier ce texte librement, et{' '}
            <a href={`/pacte/rejoindre?outil=${item.slug}`}>dire ici qu’il l’utilise</a>.
          </p>
        </section>
        <dl class="facts">
          <FactLine label="Contact">
            {practice.contactFunction}, {practice.contactBody}
          </FactLine>
          <FactLine label="Publiée par">
            <a href={`/documents?partenaire=${partner.slug}`}>{partner.name}</a>
          </FactLine>
          <FactLine label="Thème">
            <a href={`/documents?theme=${THEME_WORDS[item.theme]}`}>{THEME_LABELS[item.theme]}</a>
          </FactLine>
          <FactLine label="Version">
            {version.number}, du {longDate(version.datedOn)}
          </FactLine>
        </dl>
        {others.length > 0 && (
          <section aria-labelledby="versions">
            <h2 id="versions">Autres versions</h2>
            <VersionList
              versions={others}
              hrefOf={({ number }) =>
                number === current?.number ? path : `${path}/versions/${number}`
              }
            />
          </section>
        )}
      </article>
    </Layout>
  )
}
