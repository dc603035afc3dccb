import type { Sheet } from '../../../views/shared/form-sheet.tsx'
import { agentOf } from '../../auth/guard.ts'
import type { GuichetContext, Route } from '../../http/route.ts'
import { type Acting, handOf, keyIn } from '../acting.ts'
import { type PactProblem, refused } from '../problem.ts'
import { readingFields } from '../../forms/read-fields.ts'
import type { sheetsFor } from '../../forms/sheet.ts'
import { addComment, type CommentPlace, withdrawComment } from './comments.ts'

/** What members comment on, at this address. */
interface Commented<T> {
  at: string
  load: (c: GuichetContext) => Promise<T | Response>
  sheet: (subject: T) => Sheet
  on: (subject: T) => CommentPlace
  /** Absent: at any time. */
  isDraft?: (subject: T) => boolean
}

/** The form of a comment, and the button that takes one back. */
export function commentForms<T extends { acting: Acting; base: string }>(
  { sheet, button }: ReturnType<typeof sheetsFor<PactProblem>>,
  { at, on, isDraft, ...subject }: Commented<T>,
): Route[] {
  const next = ({ base }: T) => `${base}#commentaires`
  return [
    ...sheet<T>({
      ...subject,
      path: `${at}/commentaires`,
      async write(tx, commented, form, _documents, c) {
        const fields = readingFields(form)
        const words = fields.text('words', true)
        if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
        if (isDraft?.(commented) === false) return refused('no-draft')
        const { partner, author } = commented.acting
        const by = { partnerId: partner.id, agentId: agentOf(c).id }
        return addComment(tx, author, on(commented), by, words)
      },
      next,
    }),
    button<T>({
      ...subject,
      path: `${at}/commentaires/:comment/retrait`,
      write(tx, commented, _form, _documents, c) {
        const { partner, author } = commented.acting
        const what = { commentId: keyIn(c, 'comment'), ...on(commented) }
        return withdrawComment(tx, author, what, { partnerId: partner.id, ...handOf(c) })
      },
      next,
    }),
  ]
}
