import type { CommentRead } from '../../src/pact/actions/comments.ts'
import { longMoment } from '../format.ts'

/** What members said, and where to say something. */
export function CommentList({ comments, href }: { comments: CommentRead[]; href: string }) {
  return (
    <>
      <h2 id="commentaires">Commentaires des membres</h2>
      {comments.length === 0 && <p>Aucun commentaire pour l’instant.</p>}
      <ul class="plain">
        {comments.map(({ words, at, partner, person }) => (
          <li>
            <p class="quiet">
              {person}, {partner}, le {longMoment(at)}
            </p>
            <p class="as-written">{words}</p>
          </li>
        ))}
      </ul>
      <p>
        <a href={href}>Commenter</a>
      </p>
    </>
  )
}
