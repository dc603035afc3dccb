import type { CommentRead } from '../../src/pact/comments/comments.ts'
import type { PaperRead } from '../../src/pact/papers/list-papers.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { CommentList } from './comment-list.tsx'
import { VersionLink } from './papers-page.tsx'

interface PaperDeskPageProps extends PaperRead {
  frame: Frame
  base: string
  back: string
  comments: CommentRead[]
  reader: { agentId: string; administrator: boolean }
}

/** A document of the pact as members see it: drafts, published versions, and what is said of the draft. */
export function PaperDeskPage(props: PaperDeskPageProps) {
  const { frame, paper, versions, base, back, comments, reader } = props
  const isDraft = versions[0]?.draft === true
  const isPublic = versions.some(({ draft }) => !draft)
  return (
    <InnerPage
      frame={frame}
      title={paper.title}
      current="pacte"
      back={{ href: back, label: 'Pacte' }}
    >
      {paper.description !== '' && <p class="as-written">{paper.description}</p>}
      <p>
        <a href={`${base}/version`}>Ajouter une version</a>
        {isPublic && (
          <>
            {' '}
            · <a href={`/pacte/documents#${paper.slug}`}>Page publique</a>
          </>
        )}
      </p>
      <h2 id="versions">Versions</h2>
      <ul>
        {versions.map((version, index) => (
          <li>
            <VersionLink
              version={
                version.heldBack === null
                  ? version
                  : {
                      ...version,
                      file: { ...version.heldBack, href: `${base}/fichier/${version.number}` },
                    }
              }
            />
            {version.draft && ' (projet, lu par les membres seulement)'}
            {version.draft && index === 0 && (
              <form method="post" action={`${base}/publication/${version.number}`}>
                <SubmitLine>
                  Publier<span class="unseen"> la version {version.number}</span>
                </SubmitLine>
              </form>
            )}
          </li>
        ))}
      </ul>
      {(isDraft || comments.length > 0) && (
        <CommentList
          comments={comments}
          reader={reader}
          href={`${base}/commentaires`}
          open={isDraft}
        />
      )}
    </InnerPage>
  )
}
