import type { PaperRead } from '../../src/pact/papers/list-papers.ts'
import type { PaperKind } from '../../src/pact/papers/schema.ts'
import { shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { PAPER_KIND_LABELS } from '../words/pact.ts'
import { FileLink } from '../documents/file-link.tsx'

const KINDS: PaperKind[] = ['charter', 'template', 'guide', 'practice', 'report', 'other']

/** The pact's documents by kind, each with its versions. */
export function PapersPage({ frame, papers }: { frame: Frame; papers: PaperRead[] }) {
  return (
    <InnerPage
      frame={frame}
      title="Documents du pacte"
      description="Les documents du pacte, avec leur format, leur poids et leurs versions."
      current="pacte"
      back={{ href: '/pacte', label: 'Suivi du pacte' }}
    >
      {papers.length === 0 && <p>Aucun document pour l’instant.</p>}
      {KINDS.map((kind) => {
        const own = papers.filter(({ paper }) => paper.kind === kind)
        if (own.length === 0) return null
        return (
          <section aria-labelledby={`nature-${kind}`}>
            <h2 id={`nature-${kind}`}>{PAPER_KIND_LABELS[kind]}</h2>
            {own.map(({ paper, versions }) => (
              <PaperSection paper={paper} versions={versions} />
            ))}
          </section>
        )
      })}
    </InnerPage>
  )
}

function PaperSection({ paper, versions }: PaperRead) {
  const [last, ...earlier] = versions
  return (
    <>
      <h3 id={paper.slug}>{paper.title}</h3>
      {paper.description !== '' && <p>{paper.description}</p>}
      {last && (
        <p>
          <VersionLink version={last} />
        </p>
      )}
      {earlier.length > 0 && (
        <details>
          <summary>Versions antérieures</summary>
          <ul>
            {earlier.map((version) => (
              <li>
                <VersionLink version={version} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** A version's file or address, and what it changes. */
export function VersionLink({ version }: { version: PaperRead['versions'][number] }) {
  const { number, datedOn, url, file, note } = version
  const label = `Version ${number} du ${shortDate(datedOn)}`
  return (
    <>
      {file !== null ? (
        <FileLink file={file} label={label} />
      ) : url !== null ? (
        <a href={url} rel="external nofollow">
          {label}
        </a>
      ) : (
        label
      )}
      {note !== '' && ` – ${note}`}
    </>
  )
}
