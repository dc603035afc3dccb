import type { ListedSession, ListedTraining } from '../../src/trainings/queries.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import {
  ChoiceField,
  errorOf,
  ErrorSummary,
  FormActions,
  type FormError,
  type FormOption,
  SelectField,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { ComerFields, ConsentField, Trap } from '../shared/private-fields.tsx'
import { SessionSummary } from './session-summary.tsx'

interface RegisterPageProps {
  frame: Frame
  training: ListedTraining
  session: ListedSession
  trades: FormOption[]
  /** What was typed, by the field's name. */
  typed: (field: string) => string
  errors: FormError[]
  /** Leads to the registration that the form makes, however often it is sent. */
  secret: string
}

/** Registering without an account: users.md 7.3 says what is asked, and nothing else is. */
export function RegisterPage(props: RegisterPageProps) {
  const { frame, training, session, trades, typed, errors, secret } = props
  const field = typedFields(typed, errors)
  const title = `S’inscrire : ${training.title}`
  const isFull = session.registered >= session.seats
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title} current="pacte">
      <div class="prose">
        <p class="back">
          <a href={`/pacte/formations/${training.slug}`}>{training.title}</a>
        </p>
        <h1>{isFull ? 'S’inscrire en liste d’attente' : 'S’inscrire'}</h1>
        <SessionSummary session={session} />
        <ErrorSummary errors={errors} />
        {session.refusal === null && (
          <form method="post" class="entry" novalidate>
            <p class="quiet">Tous les champs sont obligatoires, sauf mention (facultatif).</p>
            <input type="hidden" name="demande" value={secret} />
            <Trap />
            <ComerFields
              field={field}
              mailHint="Pour la confirmation, un rappel et deux questions après la session. Rien d’autre."
            />
            <TextField
              {...field('commune')}
              label="Commune de l’entreprise"
              autocomplete="address-level2"
            />
            <SelectField
              {...field('metier')}
              label="Métier"
              none="Choisir un métier"
              options={trades}
            />
            <ChoiceField
              name="deja"
              label="Avez-vous déjà répondu à une consultation publique ?"
              options={[
                { value: 'oui', label: 'Oui' },
                { value: 'non', label: 'Non' },
              ]}
              values={[typed('deja')]}
              error={errorOf(errors, 'deja')}
            />
            <ConsentField
              label={`J’accepte que ${organisersText(training.organisers)} ces données pour organiser et évaluer cette formation. Elles sont effacées un an après la session ; seuls des totaux sont gardés.`}
              checked={typed('accord') === 'oui'}
              error={errorOf(errors, 'accord')}
            />
            <FormActions
              label={isFull ? 'M’inscrire en liste d’attente' : 'M’inscrire'}
              back={`/pacte/formations/${training.slug}`}
            />
          </form>
        )}
      </div>
    </Layout>
  )
}

/** « l’organisateur (CCI de l’Aude) utilise »: names of bodies come without their article. */
function organisersText(organisers: { name: string }[]): string {
  const names = organisers.map(({ name }) => name).join(', ')
  return organisers.length === 1
    ? `l’organisateur (${names}) utilise`
    : `les organisateurs (${names}) utilisent`
}
