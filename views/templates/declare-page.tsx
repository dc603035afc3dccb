import { type Frame, Layout } from '../layout/layout.tsx'
import { Honeypot } from '../shared/private-fields.tsx'
import {
  ErrorSummary,
  type FormError,
  SubmitLine,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { TEMPLATE_NAME } from '../words/templates.ts'

interface DeclarePageProps {
  frame: Frame
  form: URLSearchParams
  errors: FormError[]
}

const TITLE = 'Nous utilisons le modèle commun'

/** Where a buyer that is no partner says that it uses the model. */
export function DeclarePage({ frame, form, errors }: DeclarePageProps) {
  const field = typedFields(form, errors)
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${TITLE}` : TITLE} current="aide">
      <div class="prose">
        <p class="back">
          <a href="/modele">{TEMPLATE_NAME}</a>
        </p>
        <h1>{TITLE}</h1>
        <p class="lead">
          Pour tout acheteur public de l’Aude, signataire du pacte ou non. Votre nom paraît sur la
          page du modèle une fois vérifié ; aucune personne n’y est nommée.
        </p>
        <ErrorSummary errors={errors} />
        <form method="post" action="/modele/declaration" novalidate>
          <TextField {...field('acheteur')} label="Acheteur" autocomplete="organization" />
          <TextField
            {...field('siret')}
            label="SIRET"
            hint="14 chiffres : il dit de quel acheteur il s’agit."
            size={17}
            inputmode="numeric"
          />
          <Honeypot />
          <SubmitLine>Nous l’utilisons</SubmitLine>
        </form>
        <p>
          Agents des collectivités partenaires : un clic suffit, dans votre{' '}
          <a href="/espace">espace</a>.
        </p>
      </div>
    </Layout>
  )
}

/** After it was said. */
export function DeclaredPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title="Votre utilisation du modèle est notée" current="aide">
      <div class="prose">
        <h1>C’est noté</h1>
        <p>Merci. Votre nom paraîtra sur la page du modèle une fois vérifié.</p>
        <p>
          <a href="/modele">{TEMPLATE_NAME}</a>
        </p>
      </div>
    </Layout>
  )
}
