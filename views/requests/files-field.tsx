import type { GivenFile } from '../../src/requests/files.ts'
import { FileField } from '../shared/form.tsx'
import { weight } from '../documents/file-link.tsx'

interface FilesFieldProps {
  /** What an earlier try of this form brought. */
  received: GivenFile[]
  error: string | undefined
}

const HINT =
  'Cinq fichiers au plus, de 10 Mo chacun : PDF, document bureautique, image, ZIP, CSV ou texte. Sans macros ni mot de passe.'

/** Files that go with a message; those that came before need not be chosen again. */
export function FilesField({ received, error }: FilesFieldProps) {
  return (
    <FileField
      name="fichier"
      label={received.length > 0 ? 'Ajouter des fichiers' : 'Fichiers'}
      optional
      hint={HINT}
      error={error}
      multiple
    >
      {received.length > 0 && (
        <fieldset class="note">
          <legend>
            {received.length === 1 ? 'Fichier déjà reçu' : 'Fichiers déjà reçus'} : cochez pour ne
            pas envoyer
          </legend>
          {received.map((file) => (
            <p class="tick">
              <input id={`oter-${file.id}`} name="oter" type="checkbox" value={file.id} />
              <label for={`oter-${file.id}`}>
                {file.name} ({weight(file.size)})
              </label>
            </p>
          ))}
        </fieldset>
      )}
    </FileField>
  )
}
