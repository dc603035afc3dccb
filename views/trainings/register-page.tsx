import type { ListedSession, ListedTraining } from '../../src/trainings/queries.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import {
  ChoiceField,
  ErrorSummary,
  errorOf,
  type FormError,
  type FormOption,
  SelectField,
  TextField,
} from '../shared/form.tsx'
import { ConsentField, Trap } from './private-fields.tsx'
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
            <TextField
              name="entreprise"
              label="Entreprise"
              autocomplete="organization"
              value={typed('entreprise')}
              error={errorOf(errors, 'entreprise')}
            />
            <TextField
              name="siret"
              label="SIRET"
              optional
              hint="14 chiffres, par exemple 123 456 782 00010"
              inputmode="numeric"
              size={20}
              value={typed('siret')}
              error={errorOf(errors, 'siret')}
            />
            <TextField
              name="personne"
              label="Nom et prénom de la personne qui vient"
              autocomplete="name"
              value={typed('personne')}
              error={errorOf(errors, 'personne')}
            />
            <TextField
              name="courriel"
              label="E-mail"
              type="email"
              autocomplete="email"
              hint="Pour la confirmation, un rappel et deux questions après la session. Rien d’autre."
              value={typed('courriel')}
              error={errorOf(errors, 'courriel')}
            />
            <TextField
              name="commune"
              label="Commune de l’entreprise"
              autocomplete="address-level2"
              value={typed('commune')}
              error={errorOf(errors, 'commune')}
            />
            <SelectField
              name="metier"
              label="Métier"
              none="Choisir un métier"
              options={trades}
              value={typed('metier')}
              error={errorOf(errors, 'metier')}
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
              label={`J’accepte que ${training.organisers.map(({ name }) => name).join(', ')} utilise ces données pour organiser et évaluer cette formation. Elles sont effacées un an après la session ; seuls des totaux sont gardés.`}
              checked={typed('accord') === 'oui'}
              error={errorOf(errors, 'accord')}
            />
            <p class="form-actions">
              <button type="submit" class="button">
                {isFull ? 'M’inscrire en liste d’attente' : 'M’inscrire'}
              </button>
              <a href={`/pacte/formations/${training.slug}`}>Annuler</a>
            </p>
          </form>
        )}
      </div>
    </Layout>
  )
}
