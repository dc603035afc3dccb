import { type Frame, Layout } from '../layout/layout.tsx'
import {
  ChoiceField,
  errorOf,
  ErrorSummary,
  type FormError,
  labelledFields,
  SubmitLine,
  TextArea,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { EVALUATION_LABELS } from '../words/training-problems.ts'
import { NOTE_LABELS } from '../words/trainings.ts'

interface EvaluationPageProps {
  frame: Frame
  /** Path of the registration. */
  back: string
  training: string
  which: 'hot' | 'cold'
  typed: (field: string) => string
  errors: FormError[]
}

/** What somebody thinks of a session on the day, or four months later. */
export function EvaluationPage({
  frame,
  back,
  training,
  which,
  typed,
  errors,
}: EvaluationPageProps) {
  const field = typedFields(typed, errors)
  const title = which === 'hot' ? 'Votre avis sur la formation' : 'Quatre mois après'
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title} current="pacte">
      <div class="prose">
        <p class="back">
          <a href={back}>Votre inscription</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">{training}</p>
        <p class="quiet">Seuls des totaux sont publiés, jamais votre réponse.</p>
        <ErrorSummary errors={errors} />
        <form method="post" class="entry" novalidate>
          {which === 'hot' ? (
            <HotFields typed={typed} errors={errors} />
          ) : (
            <ColdFields typed={typed} errors={errors} />
          )}
          <TextArea {...field('mot')} label="Un mot pour les organisateurs" optional />
          <SubmitLine>Envoyer</SubmitLine>
        </form>
      </div>
    </Layout>
  )
}

type Fields = Pick<EvaluationPageProps, 'typed' | 'errors'>

const YES_OR_NO = [
  { value: 'oui', label: 'Oui' },
  { value: 'non', label: 'Non' },
]

function HotFields({ typed, errors }: Fields) {
  return (
    <>
      <ChoiceField
        name="satisfaction"
        label={EVALUATION_LABELS['satisfaction'] ?? ''}
        options={NOTE_LABELS.map((label, index) => ({
          value: String(index + 1),
          label,
        })).toReversed()}
        values={[typed('satisfaction')]}
        error={errorOf(errors, 'satisfaction')}
      />
      <ChoiceField
        name="pret"
        label={EVALUATION_LABELS['pret'] ?? ''}
        options={YES_OR_NO}
        values={[typed('pret')]}
        error={errorOf(errors, 'pret')}
      />
    </>
  )
}

function ColdFields({ typed, errors }: Fields) {
  const field = labelledFields(EVALUATION_LABELS, typed, errors)
  return (
    <>
      <ChoiceField
        name="repondu"
        label={EVALUATION_LABELS['repondu'] ?? ''}
        options={YES_OR_NO}
        values={[typed('repondu')]}
        error={errorOf(errors, 'repondu')}
      />
      <TextField
        {...field('combien')}
        hint="Si vous avez répondu oui."
        inputmode="numeric"
        size={4}
      />
      <TextField
        {...field('obtenus')}
        hint="Si vous avez répondu oui ; 0 si aucun, ou pas encore."
        inputmode="numeric"
        size={4}
      />
    </>
  )
}
