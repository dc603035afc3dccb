import { RHYTHM_WORDS, RHYTHMS } from '../../src/alerts/rhythm.ts'
import {
  ChoiceField,
  errorOf,
  ErrorSummary,
  type FormError,
  SubmitLine,
  TextField,
} from '../shared/form.tsx'
import { Trap } from '../shared/private-fields.tsx'
import { RHYTHM_LABELS } from '../words/alerts.ts'

export interface AlertFormProps {
  /** What is followed: its word in addresses, and the canonical query. */
  subject: string
  query: string
  typed?: { courriel: string; rythme: string }
  errors?: FormError[]
}

/** Following something by mail: an address, a rhythm, no account. */
export function AlertForm({
  subject,
  query,
  typed = { courriel: '', rythme: RHYTHM_WORDS.daily },
  errors = [],
}: AlertFormProps) {
  return (
    <form method="post" action={`/alertes/${subject}`} class="entry" novalidate>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="filtre" value={query} />
      <Trap />
      <TextField
        name="courriel"
        label="E-mail"
        hint="Un message vous demandera de confirmer. L’adresse ne sert qu’à cela, et s’efface quand vous arrêtez l’alerte."
        type="email"
        maxlength={254}
        autocomplete="email"
        value={typed.courriel}
        error={errorOf(errors, 'courriel')}
      />
      <ChoiceField
        name="rythme"
        label="Quand"
        values={[typed.rythme]}
        options={RHYTHMS.map((rhythm) => ({
          value: RHYTHM_WORDS[rhythm],
          label: RHYTHM_LABELS[rhythm],
        }))}
        error={errorOf(errors, 'rythme')}
      />
      <SubmitLine>Recevoir par e-mail</SubmitLine>
    </form>
  )
}
