import { type Frame, Layout } from '../layout/layout.tsx'
import {
  ErrorSummary,
  type FormError,
  SubmitLine,
  TextArea,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { namedErrors } from '../shared/named-errors.ts'
import { Honeypot } from '../shared/private-fields.tsx'

interface ReportPageProps {
  frame: Frame
  form: URLSearchParams
  errors: FormError[]
}

const TITLE = 'Signaler une erreur'
const LABELS = new Map([
  ['page', 'Page concernée'],
  ['words', 'Ce qui est faux, et ce qui serait juste'],
  ['email', 'Votre adresse électronique'],
])

/** « Signaler une erreur », without an account. */
export function ReportPage({ frame, form, errors }: ReportPageProps) {
  const field = typedFields(form, errors)
  return (
    <Layout
      frame={frame}
      title={errors.length > 0 ? `Erreur : ${TITLE}` : TITLE}
      description="Dire aux administrateurs du pacte ce qui est faux ou manque sur une page, sans compte."
      current="pacte"
    >
      <div class="prose">
        <h1>{TITLE}</h1>
        <ErrorSummary errors={namedErrors(errors, LABELS)} />
        <p>
          Une date fausse, un justificatif qui ne correspond pas, une action mal décrite : dites-le,
          l’administration du pacte vérifie et corrige.
        </p>
        <form method="post" action="/pacte/signaler" novalidate>
          <TextField
            {...field('page')}
            label="Page concernée"
            hint="Son adresse sur ce site, par exemple /pacte/actions/modele-commun"
            optional
          />
          <TextArea {...field('words')} label="Ce qui est faux, et ce qui serait juste" />
          <TextField
            {...field('email')}
            type="email"
            label="Votre adresse électronique"
            hint="Pour vous répondre seulement. Elle est effacée au bout d’un an."
            optional
            autocomplete="email"
          />
          <Honeypot />
          <SubmitLine>Envoyer</SubmitLine>
        </form>
      </div>
    </Layout>
  )
}
