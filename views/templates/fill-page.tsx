import type { FormField } from '../../src/posting/form-steps.ts'
import type { TypedFields } from '../../src/posting/schema.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Honeypot } from '../shared/private-fields.tsx'
import { FormFields } from '../posting/form-fields.tsx'
import {
  errorOf,
  ErrorSummary,
  type FormError,
  type FormOption,
  SubmitButton,
  TextField,
} from '../shared/form.tsx'
import { TEMPLATE_NAME } from '../words/templates.ts'

interface FillPageProps {
  frame: Frame
  fields: FormField[]
  buyer: string
  siret: string
  typed: TypedFields
  errors: FormError[]
  bands: FormOption[]
  lotRows: number
}

/** The short form from which any buyer gets its documents, without account. */
export function FillPage({ frame, fields, buyer, siret, ...shown }: FillPageProps) {
  const { errors } = shown
  const title = 'Remplir le modèle commun'
  return (
    <Layout
      frame={frame}
      title={errors.length > 0 ? `Erreur : ${title}` : title}
      current="aide"
      description="Donnez ce que vous savez de vos travaux : vous recevez la lettre de consultation, l’acte d’engagement et le cadre de prix déjà remplis."
    >
      <div class="prose">
        <p class="back">
          <a href="/modele">{TEMPLATE_NAME}</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">
          Pour un marché de travaux d’un acheteur public de l’Aude. Vous recevez aussitôt les
          documents, à relire et à compléter.
        </p>
        <p>
          Seuls votre nom et l’objet sont obligatoires : ce que vous laissez vide sera marqué « à
          compléter » dans les documents. Ce que vous écrivez ici est effacé au bout de sept jours,
          ou dès que vous le demandez ; seuls le nom de l’acheteur et la date restent, pour compter
          les utilisations du modèle.
        </p>
        <ErrorSummary errors={errors} />
        <form method="post" action="/modele/remplir" class="entry" novalidate>
          <button type="submit" class="unseen" tabindex={-1}>
            Faire les documents
          </button>
          <TextField
            name="acheteur"
            label="Acheteur"
            hint="Le nom de votre commune, syndicat ou établissement."
            autocomplete="organization"
            value={buyer}
            error={errorOf(errors, 'acheteur')}
          />
          <TextField
            name="siret"
            label="SIRET de l’acheteur"
            hint="14 chiffres"
            optional
            size={17}
            inputmode="numeric"
            value={siret}
            error={errorOf(errors, 'siret')}
          />
          <FormFields
            fields={fields}
            compulsory={['object']}
            prefilled={[]}
            trades={[]}
            {...shown}
          />
          <Honeypot />
          <p class="form-actions">
            <SubmitButton>Faire les documents</SubmitButton>
          </p>
        </form>
      </div>
    </Layout>
  )
}
