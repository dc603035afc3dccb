import { type Frame, Layout } from '../layout/layout.tsx'

export function SignedOutPage({ frame }: { frame: Frame }) {
  const title = 'Vous êtes déconnecté'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>
          <a href="/connexion">Se connecter de nouveau</a> ou{' '}
          <a href="/">voir les consultations en cours</a>
        </p>
      </div>
    </Layout>
  )
}
