import type { OfficeDocument } from '../../src/office/block.ts'
import type { TemplateDocument } from '../../src/templates/blocks.ts'
import type { ListedVersion } from '../../src/templates/versions.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { DOCUMENT_LABELS, TEMPLATE_NAME, VERSION_STATES } from '../words/templates.ts'
import { OfficeBlocks } from './office-blocks.tsx'
import { Standing } from './template-page.tsx'

interface VersionPageProps {
  frame: Frame
  version: ListedVersion
  documents: { document: TemplateDocument; content: OfficeDocument }[]
}

/** The text of a version, document by document, as a page. */
export function VersionPage({ frame, version, documents }: VersionPageProps) {
  const title = `${TEMPLATE_NAME}, version ${version.number}`
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="aide"
      back={{ href: '/modele', label: TEMPLATE_NAME }}
    >
      <p class="lead">
        <Standing version={version} />
        {version.note !== '' && `. ${version.note}`}
      </p>
      {version.state === 'replaced' && (
        <p class="note">
          Version {VERSION_STATES.replaced}e, gardée pour mémoire.{' '}
          <a href="/modele">Voir la version en vigueur</a>
        </p>
      )}
      <p>
        Ce qui est surligné entre crochets se remplit pour chaque consultation. Montants, délais et
        articles sont ceux d’aujourd’hui.
      </p>
      <nav aria-label="Documents de cette version">
        <ul class="inline">
          {documents.map(({ document }) => (
            <li>
              <a href={`#${document}`}>{DOCUMENT_LABELS[document]}</a>
            </li>
          ))}
        </ul>
      </nav>
      {documents.map(({ document, content }) => (
        <section aria-labelledby={document}>
          <h2 id={document}>{content.title}</h2>
          <OfficeBlocks blocks={content.blocks} />
        </section>
      ))}
    </InnerPage>
  )
}
