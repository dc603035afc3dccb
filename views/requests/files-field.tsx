import type { GivenFile } from '../../src/requests/files.ts'
import { fieldId } from '../shared/form.tsx'
import { weight } from '../pact/file-link.tsx'

interface FilesFieldProps {
  /** What an earlier try of this form brought. */
  received: GivenFile[]
  error: string | undefined
}

const HINT =
  'Cinq fichiers au plus, de 10 Mo chacun : PDF, document bureautique, image, ZIP, CSV ou texte. Sans macros ni mot de passe.'

/** Files that go with a message; those that came before need not be chosen again. */
export function FilesField({ received, error }: FilesFieldProps) {
  const id = fieldId('fichier')
  return (
    <div class="form-field">
      <label for={id}>
        {received.length > 0 ? 'Ajouter des fichiers' : 'Fichiers'}
        <span class="quiet"> (facultatif)</span>
      </label>
      <p class="hint" id={`${id}-aide`}>
        {HINT}
      </p>
      {error && (
        <p class="field-error" id={`${id}-erreur`}>
          <span class="unseen">Erreur : </span>
          {error}
        </p>
      )}
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
      <input
        id={id}
        name="fichier"
        type="file"
        multiple
        aria-describedby={`${id}-aide${error ? ` ${id}-erreur` : ''}`}
        aria-invalid={error ? 'true' : undefined}
      />
    </div>
  )
}
