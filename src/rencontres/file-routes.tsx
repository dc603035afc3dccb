import { renderPage } from '../../views/layout/render-page.ts'
import { FilesPage } from '../../views/rencontres/desk-pages.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { RENCONTRE_FIELDS, rencontreErrors } from '../../views/words/rencontre-problems.ts'
import { RENCONTRE_DONE } from '../../views/words/rencontres.ts'
import { uploadErrors } from '../../views/words/upload-problems.ts'
import { receiveUpload, uploadStatus } from '../documents/receive-upload.ts'
import { commit, doneIn } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { typedForm } from '../trainings/typed-text.ts'
import { type AtDesk, atDesk } from './desk.ts'
import { addDocument, removeDocument } from './documents.ts'
import type { RencontreProblem } from './problem.ts'

const BASE = '/espace/:partner/rencontres/:rencontre/documents'

const { page, write, upload } = routesFor('edit-pact')

/** Files that are shown at a meeting, for everyone to download. */
export const rencontreFileRoutes: Route[] = [
  page(BASE, (c) => atDesk(c, (desk) => filesPage(c, desk, '', []))),
  upload(BASE, (c) => atDesk(c, (desk) => addFile(c, desk))),
  write(`${BASE}/:document/retrait`, (c) => atDesk(c, (desk) => removeFile(c, desk))),
]

async function filesPage(
  c: GuichetContext,
  { partner, rencontre }: AtDesk,
  typed: string,
  errors: FormError[],
  status: 200 | 413 | 415 | 422 | 503 = errors.length > 0 ? 422 : 200,
): Promise<Response> {
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    rencontre,
    typed,
    errors,
    done: doneIn(c, RENCONTRE_DONE),
    now: c.var.deps.now(),
  }
  return c.html(renderPage(<FilesPage {...shown} />), status)
}

async function addFile(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { rencontre, author, base } = desk
  const upload = await receiveUpload(c, author)
  const title = upload.fields.get('intitule') ?? ''
  if (!upload.ok) {
    const errors = uploadErrors(upload.problems)
    return filesPage(c, desk, title, errors, uploadStatus(upload.problems))
  }
  const typed = typedForm(upload.fields)
  const line = typed.line('intitule', 150)
  const [document, another] = upload.documents
  const problems: RencontreProblem[] = [
    ...typed.problems,
    ...(document && !another ? [] : [{ field: 'fichier', code: 'no-file' as const }]),
  ]
  if (problems.length > 0 || !document)
    return filesPage(c, desk, title, rencontreErrors(problems, RENCONTRE_FIELDS))
  await commit(c, (tx) =>
    addDocument(tx, rencontre.id, { documentId: document.id, title: line }, author),
  )
  return c.redirect(`${base}/documents?fait=document`, 303)
}

async function removeFile(c: GuichetContext, { rencontre, author, base }: AtDesk) {
  const id = c.req.param('document') ?? ''
  if (!rencontre.files.some((file) => file.id === id)) return missingPage(c)
  await commit(c, (tx) => removeDocument(tx, rencontre.id, id, author))
  return c.redirect(`${base}/documents?fait=document-retire`, 303)
}
