import { type Frame, Layout } from '../layout/layout.tsx'

/** How agents of partners sign in; readers never need to. */
export function SignInPage({ frame, safe }: { frame: Frame; safe: boolean }) {
  const title = 'Connexion des partenaires'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>
          L’espace partenaires est réservé aux agents des collectivités, des chambres et des
          organisations professionnelles du pacte. Lire les consultations et s’abonner se fait sans
          compte.
        </p>
        {!safe && (
          <p class="warning">
            Connexion impossible : ce guichet n’est pas servi en https. Prévenez son administrateur.
          </p>
        )}
      </div>
    </Layout>
  )
}
