import { type Frame, Layout } from '../layout/layout.tsx'

/** The same words whether anybody has the address or not. */
export function LinkSentPage({ frame, email }: { frame: Frame; email: string }) {
  const title = 'Regardez votre messagerie'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>
          Si l’adresse {email} a un accès à l’espace partenaires, un lien vient de lui être envoyé.
          Il sert une seule fois, pendant quinze minutes.
        </p>
        <p>
          Rien ne vient ? Regardez parmi les indésirables, vérifiez l’adresse, ou demandez votre
          accès à l’administrateur de votre organisme.
        </p>
        <p>
          <a href="/connexion">Revenir à la connexion</a>
        </p>
      </div>
    </Layout>
  )
}
