import type { LinkedFile } from '../../src/documents/file-of.ts'
import type { Balance } from '../../src/trainings/figures.ts'
import type { ListedTraining } from '../../src/trainings/queries.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import { FileLink } from '../documents/file-link.tsx'
import {
  errorOf,
  FileField,
  FormActions,
  type FormError,
  TextArea,
  TextField,
} from '../shared/form.tsx'
import { BalanceFigures } from './balance.tsx'
import type { DeskFrame } from './desk-pages.tsx'

interface AfterProps extends DeskFrame {
  training: ListedTraining
  errors: FormError[]
}

/** The slides of a training: a file, or a link. */
export function SlidesPage(props: AfterProps & { link: string; slides: LinkedFile | null }) {
  const { training, partner, errors, link, slides } = props
  const back = { href: `/espace/${partner.slug}/formations/${training.id}`, label: training.title }
  return (
    <InnerPage {...props} title="Supports de la formation" back={back}>
      {slides && (
        <p>
          Fichier publié : <FileLink file={slides} />. Un nouveau fichier le remplace.
        </p>
      )}
      <form method="post" enctype="multipart/form-data" class="entry" novalidate>
        <FileField
          name="fichier"
          label="Fichier"
          optional
          hint="PDF, présentation ou ZIP, 20 Mo au plus. Tout le monde pourra le lire."
          error={errorOf(errors, 'fichier')}
        />
        <TextField
          name="lien"
          label="Lien"
          optional
          hint="Vers les supports, s’ils sont publiés ailleurs."
          type="url"
          value={link}
          error={errorOf(errors, 'lien')}
        />
        <FormActions label="Publier" back={back.href} />
      </form>
    </InnerPage>
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
    <InnerPage {...props} title="Bilan" back={back}>
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
        <FormActions
          label={training.balancePublishedAt ? 'Enregistrer' : 'Publier le bilan'}
          back={back.href}
        />
      </form>
    </InnerPage>
  )
}
