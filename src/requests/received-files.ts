import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import {
  receiveUpload,
  type Upload,
  type UploadProblem,
  uploadStatus,
} from '../documents/receive-upload.ts'
import type { GuichetContext } from '../http/route.ts'
import { isTrapped } from '../forms/trap.ts'
import { FILES } from './choices.ts'
import { forgetFiles, type GivenFile, keepFiles, takeOutFiles, waitingFiles } from './files.ts'

/** A form with files as it arrived. */
export interface ReceivedForm {
  fields: URLSearchParams
  /** The form's own, or a new one. */
  secret: string
  /** All that this form has brought until now and that waits for it to be accepted. */
  files: GivenFile[]
  problems: UploadProblem[]
  /** The answer's status where there are problems. */
  status: 413 | 415 | 422 | 503
}

/**
 * Reads a form of a request with its files, which no partner owns; what it brought stays until the form is accepted, for
 * a day at most. More files than a message may have are refused, those that came with them too.
 */
export async function receiveForm(c: GuichetContext, actor: string): Promise<ReceivedForm> {
  const { db, now } = c.var.deps
  const upload = await receiveUpload(c, { partnerId: null, actor, now: now() }, FILES)
  const typed = upload.fields.get('demande') ?? ''
  const secret = isSecret(typed) ? typed : newSecret()
  const formHash = await hashOfSecret(secret)
  // A program that fills in everything leaves nothing here.
  if (upload.ok && isTrapped(upload.fields)) {
    const sent = upload.documents.map(({ id }) => id)
    await forgetFiles(db, sent)
    return { fields: upload.fields, secret, files: [], problems: [], status: 422 }
  }
  await takeOutFiles(db, formHash, upload.fields.getAll('oter'))
  const before = await waitingFiles(db, formHash)
  const tooMany = upload.ok && before.length + upload.documents.length > FILES.files
  const stored = upload.ok ? upload.documents : []
  if (tooMany)
    await forgetFiles(
      db,
      stored.map(({ id }) => id),
    )
  else await keepFiles(db, stored, formHash, now())
  const problems = problemsOf(upload, tooMany)
  return {
    fields: upload.fields,
    secret,
    files: await waitingFiles(db, formHash),
    problems,
    status: problems.length > 0 ? uploadStatus(problems) : 422,
  }
}

function problemsOf(upload: Upload, tooMany: boolean): UploadProblem[] {
  if (!upload.ok) return upload.problems
  return tooMany ? [{ code: 'too-many', file: '', field: 'fichier' }] : []
}
