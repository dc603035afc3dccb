import { type Frame, Layout } from '../layout/layout.tsx'

interface SignedOutPageProps {
  frame: Frame
  /** Where to sign out at the identity provider too; null: nowhere. */
  elsewhere: string | null
}

export function SignedOutPage({ frame, elsewhere }: SignedOutPageProps) {
  const title = 'Vous êtes déconnecté'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {elsewhere !== null && (
          <>
            <p>
              Votre session au guichet est terminée. Celle de votre fournisseur d’identité est
              encore ouverte : sur un poste partagé, fermez-la aussi.
            </p>
            <p>
              <a class="button" href={elsewhere} rel="noreferrer">
                Me déconnecter aussi de {new URL(elsewhere).host}
              </a>
            </p>
          </>
        )}
        <p>
          <a href="/connexion">Se connecter de nouveau</a> ou{' '}
          <a href="/">voir les consultations en cours</a>
        </p>
      </div>
    </Layout>
  )
}
