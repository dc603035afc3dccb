import { errorOf, ErrorSummary, type FormError, SubmitLine, TextField } from '../shared/form.tsx'
import { ConsentField, Trap } from '../shared/private-fields.tsx'

interface InterestFormProps {
  /** Null: any training. */
  training: { slug: string } | null
  typed: { courriel: string; accord: boolean }
  errors: FormError[]
}

/** « Prévenez-moi de la prochaine session » */
export function InterestForm({ training, typed, errors }: InterestFormProps) {
  return (
    <section aria-labelledby="prevenir">
      <h2 id="prevenir">Prévenez-moi de la prochaine session</h2>
      <ErrorSummary errors={errors} />
      <form method="post" action="/pacte/formations/alertes" class="entry" novalidate>
        {training && <input type="hidden" name="formation" value={training.slug} />}
        <Trap />
        <TextField
          name="courriel"
          label="E-mail"
          hint="Un seul message, à l’ouverture des inscriptions ; votre adresse est ensuite effacée."
          type="email"
          autocomplete="email"
          value={typed.courriel}
          error={errorOf(errors, 'courriel')}
        />
        <ConsentField
          label="J’accepte que cette adresse serve à me prévenir."
          checked={typed.accord}
          error={errorOf(errors, 'accord')}
        />
        <SubmitLine quiet>Me prévenir</SubmitLine>
      </form>
    </section>
  )
}
