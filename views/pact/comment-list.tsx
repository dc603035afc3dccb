import type { CommentRead } from '../../src/pact/comments/comments.ts'
import { longMoment } from '../format.ts'
import { SubmitLine } from '../shared/form.tsx'

interface CommentListProps {
  comments: CommentRead[]
  /** Who reads: everyone takes back what is theirs, administrators anything. */
  reader: { agentId: string; administrator: boolean }
  /** Where something is said. */
  href: string
  /** Whether anything may still be said: a draft that is settled is not commented on. */
  open?: boolean
}

/** What members said, and where to say something. */
export function CommentList({ comments, reader, href, open = true }: CommentListProps) {
  return (
    <>
      <h2 id="commentaires">Commentaires des membres</h2>
      {comments.length === 0 && <p>Aucun commentaire pour l’instant.</p>}
      {comments.length > 0 && (
        <ul class="plain comments">
          {comments.map(({ id, words, at, partner, person, agentId, withdrawnAt }) =>
            withdrawnAt !== null ? (
              <li>
                <p class="quiet">
                  {partner}, le {longMoment(at)} : commentaire retiré le {longMoment(withdrawnAt)}
                </p>
              </li>
            ) : (
              <li>
                <p class="quiet">
                  {person}, {partner}, le {longMoment(at)}
                </p>
                <p class="as-written">{words}</p>
                {(reader.administrator || reader.agentId === agentId) && (
                  <form method="post" action={`${href}/${id}/retrait`}>
                    <SubmitLine quiet>
                      Retirer<span class="unseen"> le commentaire du {longMoment(at)}</span>
                    </SubmitLine>
                  </form>
                )}
              </li>
            ),
          )}
        </ul>
      )}
      {open && (
        <p>
          <a href={href}>Commenter</a>
        </p>
      )}
    </>
  )
}
