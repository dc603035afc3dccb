import { type Frame, Layout } from '../layout/layout.tsx'
import { Honeypot } from '../pact/honeypot.tsx'
import { ErrorSummary, errorOf, type FormError, TextField } from '../shared/form.tsx'
import { TEMPLATE_NAME } from '../words/templates.ts'

interface DeclarePageProps {
  frame: Frame
  form: URLSearchParams
  errors: FormError[]
}

const TITLE = 'Nous utilisons le modèle commun'

/** Where a buyer that is no partner says that it uses the model. */
export function DeclarePage({ frame, form, errors }: DeclarePageProps) {
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
          <TextField
            name="acheteur"
            label="Acheteur"
            autocomplete="organization"
            value={form.get('acheteur') ?? ''}
            error={errorOf(errors, 'acheteur')}
          />
          <TextField
            name="siret"
            label="SIRET"
            hint="14 chiffres : il dit de quel acheteur il s’agit."
            size={17}
            inputmode="numeric"
            value={form.get('siret') ?? ''}
            error={errorOf(errors, 'siret')}
          />
          <Honeypot />
          <p>
            <button type="submit" class="button">
              Nous l’utilisons
            </button>
          </p>
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
