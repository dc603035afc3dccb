import type { UploadProblem } from '../../src/documents/receive-upload.ts'
import type { FormError } from '../shared/form.tsx'

/** What is said of a file that was not taken, at the one field for it. */
export function uploadErrors(problems: UploadProblem[]): FormError[] {
  return problems.map(({ code }) => ({ name: 'fichier', text: uploadProblemTexts[code] }))
}

/** What is said at the field of a file that was not taken. */
export const uploadProblemTexts: Record<UploadProblem['code'], string> = {
  empty: 'Ce fichier est vide.',
  'unknown-kind':
    'Ce genre de fichier n’est pas accepté : déposez un PDF, un document bureautique (docx, xlsx, pptx, odt, ods, odp, doc, xls), une image (PNG, JPEG, WebP), un ZIP, un CSV ou un texte.',
  'wrong-content': 'Le contenu de ce fichier n’est pas celui que son nom annonce.',
  damaged: 'Ce fichier est abîmé ou contient autre chose que ce qu’il annonce : réenregistrez-le.',
  protected: 'Ce fichier est protégé par un mot de passe : déposez-le sans protection.',
  macros: 'Ce document contient des macros : enregistrez-le sans macros.',
  inflates: 'Cette archive contient trop de fichiers, ou des fichiers trop volumineux.',
  'too-large': 'L’envoi est trop volumineux : un fichier pèse 20 Mo au plus.',
  interrupted: 'L’envoi a été interrompu avant la fin : recommencez.',
  unreadable: 'L’envoi n’a pas pu être lu : recommencez depuis le formulaire.',
  'too-many': 'Dix fichiers au plus peuvent être envoyés à la fois.',
  busy: 'D’autres fichiers sont en cours de réception : recommencez dans un instant.',
}
