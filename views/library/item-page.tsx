import { NOTHING_ASKED, THEME_WORDS } from '../../src/library/filter.ts'
import { itemPath } from '../../src/library/item-path.ts'
import type { LibraryItem } from '../../src/library/read-item.ts'
import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { ITEM_KIND_LABELS, THEME_LABELS } from '../words/library.ts'
import { Files } from './files.tsx'
import { libraryAlternates } from './follow.tsx'
import { VersionList } from './version-list.tsx'

/** A document with what to download first, then its earlier versions. */
export function ItemPage({ frame, read }: { frame: Frame; read: LibraryItem }) {
  const { item, partner, versions, current } = read
  const earlier = versions.filter(({ number }) => number !== current?.number)
  const path = itemPath(item)
  return (
    <Layout
      frame={frame}
      title={item.title}
      description={item.summary}
      alternates={libraryAlternates({ ...NOTHING_ASKED, kind: item.kind }, 'Documents')}
      current="aide"
    >
      <article class="prose">
        <p class="back">
          <a href="/documents">Documents et guides</a>
        </p>
        <h1>{item.title}</h1>
        <p class="lead as-written">{item.summary}</p>
        {current && (
          <section aria-labelledby="telecharger">
            <h2 id="telecharger">Télécharger</h2>
            <Files files={current.files} />
            {current.note !== '' && <p>Ce qui change dans cette version : {current.note}</p>}
          </section>
        )}
        <dl class="facts">
          <FactLine label="Nature">{ITEM_KIND_LABELS[item.kind]}</FactLine>
          <FactLine label="Thème">
            <a href={`/documents?theme=${THEME_WORDS[item.theme]}`}>{THEME_LABELS[item.theme]}</a>
          </FactLine>
          <FactLine label="Publié par">
            <a href={`/documents?partenaire=${partner.slug}`}>{partner.name}</a>
          </FactLine>
          <FactLine label="Version">
            {current && `${current.number}, du ${longDate(current.datedOn)}`}
          </FactLine>
          <FactLine label="Adresse à citer">
            <a href={`${path}/fichier`}>{`${frame.baseUrl}${path}/fichier`}</a> : elle mène toujours
            à la dernière version
          </FactLine>
        </dl>
        {earlier.length > 0 && (
          <section aria-labelledby="versions">
            <h2 id="versions">Versions antérieures</h2>
            <VersionList versions={earlier} hrefOf={() => null} />
          </section>
        )}
      </article>
    </Layout>
  )
}
