import { type Frame, Layout } from '../layout/layout.tsx'
import {
  ChoiceField,
  errorOf,
  ErrorSummary,
  type FormError,
  SubmitLine,
  TextArea,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { namedErrors } from '../shared/named-errors.ts'
import { Honeypot } from '../shared/private-fields.tsx'

interface JoinPageProps {
  frame: Frame
  form: URLSearchParams
  errors: FormError[]
  /** Tools of the pact, by title. */
  tools: string[]
  /** Where the form is sent. */
  action: string
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
export function JoinPage({ frame, form, errors, tools, action }: JoinPageProps) {
  const field = typedFields(form, errors)
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
        <form method="post" action={action} novalidate>
          <TextField
            {...field('organisation')}
            label="Votre organisme"
            autocomplete="organization"
          />
          <TextField
            {...field('siret')}
            label="SIRET"
            hint="14 chiffres"
            optional
            size={17}
            inputmode="numeric"
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
          <TextArea {...field('words')} label="Message" optional />
          <TextField
            {...field('email')}
            type="email"
            label="Adresse électronique pour vous répondre"
            hint="Jamais publiée, effacée au bout d’un an."
            autocomplete="email"
          />
          <Honeypot />
          <SubmitLine>Envoyer</SubmitLine>
        </form>
      </div>
    </Layout>
  )
}
