import type { UploadProblem } from '../../src/documents/receive-upload.ts'
import type { FormError } from '../shared/form.tsx'
import { uploadProblemTexts } from '../words/upload-problems.ts'

/** What is said of files that were not taken, at their field; a form that did not arrive, of the whole. */
export function fileErrors(problems: UploadProblem[]): FormError[] {
  return problems.map(({ code, file }) => {
    const text = OTHERWISE[code] ?? uploadProblemTexts[code]
    const isWhole = code === 'unreadable' || code === 'interrupted' || code === 'busy'
    return { name: isWhole ? null : 'fichier', text: file === '' ? text : `${file} : ${text}` }
  })
}

/** Firms may give less than agents. */
const OTHERWISE: Partial<Record<UploadProblem['code'], string>> = {
  'too-large': 'L’envoi est trop volumineux : un fichier pèse 10 Mo au plus.',
  'too-many': 'Cinq fichiers au plus par envoi.',
}
