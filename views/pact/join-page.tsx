import { type Frame, Layout } from '../layout/layout.tsx'
import {
  ChoiceField,
  ErrorSummary,
  errorOf,
  type FormError,
  TextArea,
  TextField,
} from '../shared/form.tsx'
import { Honeypot } from './honeypot.tsx'
import { namedErrors } from './named-errors.ts'

interface JoinPageProps {
  frame: Frame
  form: URLSearchParams
  errors: FormError[]
  /** Tools of the pact, by title. */
  tools: string[]
}

const TITLE = 'Rejoindre la démarche'
const LABELS = new Map([
  ['organisation', 'Votre organisme'],
  ['siret', 'SIRET'],
  ['tool', 'Vous souhaitez'],
  ['words', 'Message'],
  ['email', 'Adresse électronique'],
])

/** « Rejoindre la démarche », and « nous utilisons cet outil ». */
export function JoinPage({ frame, form, errors, tools }: JoinPageProps) {
  return (
    <Layout
      frame={frame}
      title={errors.length > 0 ? `Erreur : ${TITLE}` : TITLE}
      description="Un acheteur public qui veut rejoindre le pacte, ou qui emploie déjà un de ses outils, le dit ici."
      current="pacte"
    >
      <div class="prose">
        <h1>{TITLE}</h1>
        <ErrorSummary errors={namedErrors(errors, LABELS)} />
        <p>
          Pour les acheteurs publics de l’Aude qui n’ont pas signé le pacte. Votre réponse paraît
          une fois confirmée par l’administration du pacte.
        </p>
        <form method="post" action="/pacte/rejoindre" novalidate>
          <TextField
            name="organisation"
            label="Votre organisme"
            value={form.get('organisation') ?? ''}
            error={errorOf(errors, 'organisation')}
            autocomplete="organization"
          />
          <TextField
            name="siret"
            label="SIRET"
            hint="14 chiffres"
            optional
            size={17}
            inputmode="numeric"
            value={form.get('siret') ?? ''}
            error={errorOf(errors, 'siret')}
          />
          <ChoiceField
            name="tool"
            label="Vous souhaitez"
            values={form.getAll('tool')}
            error={errorOf(errors, 'tool')}
            options={[
              { value: 'join', label: 'Rejoindre le pacte' },
              ...tools.map((title) => ({
                value: title,
                label: `Dire que nous utilisons : ${title}`,
              })),
            ]}
          />
          <TextArea
            name="words"
            label="Message"
            optional
            value={form.get('words') ?? ''}
            error={errorOf(errors, 'words')}
          />
          <TextField
            name="email"
            type="email"
            label="Adresse électronique pour vous répondre"
            hint="Jamais publiée, effacée au bout d’un an."
            autocomplete="email"
            value={form.get('email') ?? ''}
            error={errorOf(errors, 'email')}
          />
          <Honeypot />
          <p>
            <button type="submit" class="button">
              Envoyer
            </button>
          </p>
        </form>
      </div>
    </Layout>
  )
}
