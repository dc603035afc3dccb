import type { LinkedFile } from '../../src/pact/file-of.ts'
import type { Balance } from '../../src/trainings/figures.ts'
import type { ListedTraining } from '../../src/trainings/queries.ts'
import { longDate } from '../format.ts'
import { FileLink } from '../pact/file-link.tsx'
import { errorOf, fieldId, type FormError, TextArea, TextField } from '../shared/form.tsx'
import { BalanceFigures } from './balance.tsx'
import { Actions } from './desk-forms.tsx'
import { type DeskFrame, DeskPage } from './desk-pages.tsx'

interface AfterProps extends DeskFrame {
  training: ListedTraining
  errors: FormError[]
}

/** The slides of a training: a file, or a link. */
export function SlidesPage(props: AfterProps & { link: string; slides: LinkedFile | null }) {
  const { training, partner, errors, link, slides } = props
  const back = { href: `/espace/${partner.slug}/formations/${training.id}`, label: training.title }
  return (
    <DeskPage {...props} title="Supports de la formation" back={back}>
      {slides && (
        <p>
          Fichier publié : <FileLink file={slides} />. Un nouveau fichier le remplace.
        </p>
      )}
      <form method="post" enctype="multipart/form-data" class="entry" novalidate>
        <div class="form-field">
          <label for={fieldId('fichier')}>
            Fichier <span class="quiet">(facultatif)</span>
          </label>
          <p class="hint" id={`${fieldId('fichier')}-aide`}>
            PDF, présentation ou ZIP, 20 Mo au plus. Tout le monde pourra le lire.
          </p>
          {errorOf(errors, 'fichier') && (
            <p class="field-error" id={`${fieldId('fichier')}-erreur`}>
              <span class="unseen">Erreur : </span>
              {errorOf(errors, 'fichier')}
            </p>
          )}
          <input
            id={fieldId('fichier')}
            name="fichier"
            type="file"
            aria-describedby={`${fieldId('fichier')}-aide`}
            aria-invalid={errorOf(errors, 'fichier') ? 'true' : undefined}
          />
        </div>
        <TextField
          name="lien"
          label="Lien"
          optional
          hint="Vers les supports, s’ils sont publiés ailleurs."
          type="url"
          value={link}
          error={errorOf(errors, 'lien')}
        />
        <Actions label="Publier" back={back} />
      </form>
    </DeskPage>
  )
}

/** What came of a training, before and after it is published. */
export function BalancePage(
  props: AfterProps & {
    balance: Balance
    tradeLabel: (word: string) => string
    words: string
    /** What people wrote, for the organisers only. */
    remarks: string[]
  },
) {
  const { training, partner, errors, balance, tradeLabel, words, remarks } = props
  const back = { href: `/espace/${partner.slug}/formations/${training.id}`, label: training.title }
  return (
    <DeskPage {...props} title="Bilan" back={back}>
      <p>
        {training.balancePublishedAt
          ? `Publié le ${longDate(training.balancePublishedAt)}. Les chiffres suivent les réponses.`
          : 'Pas encore publié.'}{' '}
        Un pourcentage n’est donné qu’à partir de cinq réponses.
      </p>
      <BalanceFigures balance={balance} tradeLabel={tradeLabel} />
      {remarks.length > 0 && (
        <section aria-labelledby="mots">
          <h2 id="mots">Mots des participants</h2>
          <p class="quiet">Pour vous seuls ; effacés un an après la session.</p>
          <ul>
            {remarks.map((remark) => (
              <li class="as-written">{remark}</li>
            ))}
          </ul>
        </section>
      )}
      <form method="post" class="entry" novalidate>
        <TextArea
          name="mot"
          label="Ce que vous en retenez"
          hint="Publié avec les chiffres. Ne nommez personne."
          optional
          value={words}
          error={errorOf(errors, 'mot')}
        />
        <Actions
          label={training.balancePublishedAt ? 'Enregistrer' : 'Publier le bilan'}
          back={back}
        />
      </form>
    </DeskPage>
  )
}
