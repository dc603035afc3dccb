import { Layout, type Frame } from '../layout/layout.tsx'
import { Contact } from '../shared/contact.tsx'
import { ErrorSummary, errorOf, type FormError, TextField } from '../shared/form.tsx'

interface SignInPageProps {
  frame: Frame
  /** Secrets may travel: the instance is served over https, or on this machine. */
  safe: boolean
  /** Host of the identity provider; null: none. */
  provider: string | null
  /** Links can be mailed. */
  mail: boolean
  email: string
  /** Where to go on to. */
  next: string
  errors: FormError[]
}

/** How agents of partners sign in; readers never need to. */
export function SignInPage(props: SignInPageProps) {
  const { frame, safe, errors } = props
  const title = 'Connexion des partenaires'
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="prose">
        <h1>{title}</h1>
        <ErrorSummary errors={errors} />
        <p>
          L’espace partenaires est réservé aux agents des collectivités, des chambres et des
          organisations professionnelles du pacte. Lire les consultations et s’abonner se fait sans
          compte.
        </p>
        {safe ? (
          <Ways {...props} />
        ) : (
          <p class="note">
            Connexion impossible : ce guichet n’est pas servi en https. Prévenez son administrateur.
          </p>
        )}
      </div>
    </Layout>
  )
}

function Ways({ frame, provider, mail, email, next, errors }: SignInPageProps) {
  const words = next === '/espace' ? '' : `?suite=${encodeURIComponent(next)}`
  return (
    <>
      {provider !== null && (
        <>
          <h2>Avec le compte de votre organisme</h2>
          <p>
            <a class="button" href={`/connexion/fournisseur${words}`}>
              Me connecter par {provider}
            </a>
          </p>
        </>
      )}
      <h2>Avec un lien de connexion</h2>
      {mail ? (
        <form method="post" action="/connexion/lien" class="entry" novalidate>
          <input type="hidden" name="suite" value={next} />
          <TextField
            name="courriel"
            type="email"
            label="Votre adresse électronique professionnelle"
            hint="Vous recevrez un lien qui sert une fois, pendant quinze minutes. Aucun mot de passe."
            autocomplete="email"
            maxlength={254}
            value={email}
            error={errorOf(errors, 'courriel')}
          />
          <button type="submit" class={provider === null ? 'button' : 'button button-quiet'}>
            Recevoir un lien
          </button>
        </form>
      ) : (
        <p>
          Ce guichet n’envoie pas de courriel : demandez votre lien à l’administrateur de votre
          organisme dans le guichet, ou à celui du guichet, <Contact frame={frame} />. Il sert une
          seule fois.
        </p>
      )}
    </>
  )
}
