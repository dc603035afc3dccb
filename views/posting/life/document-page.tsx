import type { PublishedDocument } from '../../../src/consultations/facts.ts'
import type { Platform } from '../../../src/posting/platform.ts'
import type { TypedFields } from '../../../src/posting/schema.ts'
import type { Finding } from '../../../src/rules/finding.ts'
import { DocumentList } from '../../consultations/documents.tsx'
import { errorOf, FileField, FormActions, type FormError, TextField } from '../../shared/form.tsx'
import { DEED_TITLES } from '../../words/life.ts'
import { Findings } from './findings.tsx'
import { type LifeFrame, LifePage, VersionField } from './life-page.tsx'
import { PlatformNote } from './platform-note.tsx'

interface DocumentPageProps extends LifeFrame {
  platform: Platform | null
  documents: PublishedDocument[]
  typed: TypedFields
  /** A file that was received already and waits to be published. */
  received: { id: string; name: string } | null
  errors: FormError[]
  findings: Finding[]
  refused: boolean
}

const FILE_HINT =
  'PDF, document bureautique, image, ZIP, CSV ou texte ; 20 Mo au plus. Sans macros ni mot de passe.'

/** A file for all firms, kept here or linked to. */
export function DocumentPage(props: DocumentPageProps) {
  const { base, consultation, platform, documents, typed, received, errors, findings, refused } =
    props
  return (
    <LifePage
      {...props}
      title={DEED_TITLES.documents}
      lead="Le document s’ajoute à la page de la consultation, et les flux signalent que le dossier a changé."
    >
      {platform ? (
        <PlatformNote platform={platform} />
      ) : (
        <form
          method="post"
          action={`${base}/documents`}
          enctype="multipart/form-data"
          class="entry"
          novalidate
        >
          <VersionField consultation={consultation} />
          <Findings findings={findings} fields={typed} refused={refused} />
          {received && (
            <p class="note">
              Fichier reçu : <strong>{received.name}</strong>. Il sera publié avec ce formulaire.
              <input type="hidden" name="recu" value={received.id} />
            </p>
          )}
          <FileField
            name="fichier"
            label={received ? 'Remplacer le fichier' : 'Fichier'}
            hint={FILE_HINT}
            error={errorOf(errors, 'fichier')}
          />
          <TextField
            name="lien"
            type="url"
            label="Ou un lien"
            hint="Une adresse https://… où le document se lit librement."
            optional
            value={typed.lien?.[0] ?? ''}
            error={errorOf(errors, 'lien')}
          />
          <TextField
            name="nom"
            label="Nom affiché"
            hint="Par exemple « Règlement de la consultation ». Vide : le nom du fichier."
            optional
            value={typed.nom?.[0] ?? ''}
            error={errorOf(errors, 'nom')}
          />
          <TextField
            name="motif"
            label="Ce qui change dans le dossier"
            hint="Publié. Par exemple « plan du rez-de-chaussée ajouté »."
            optional
            value={typed.motif?.[0] ?? ''}
            error={errorOf(errors, 'motif')}
          />
          <FormActions back={base} label="Publier le document" />
        </form>
      )}
      {documents.length > 0 && (
        <section aria-labelledby="deja">
          <h2 id="deja">Déjà dans le dossier</h2>
          <DocumentList documents={documents} />
        </section>
      )}
    </LifePage>
  )
}
