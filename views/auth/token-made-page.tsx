import { type Frame, Layout } from '../layout/layout.tsx'
import { SecretField } from './link-to-pass-page.tsx'

interface TokenMadePageProps {
  frame: Frame
  partner: { slug: string; name: string }
  secret: string
}

/** The only time that a token is shown. */
export function TokenMadePage({ frame, partner, secret }: TokenMadePageProps) {
  const title = 'Votre jeton'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>
          Copiez-le maintenant dans votre logiciel : il ne sera plus montré. Qui l’a peut annoncer
          des consultations pour {partner.name} ; s’il s’égare, révoquez-le.
        </p>
        <SecretField label="Jeton" value={secret} />
        <p>
          <a href={`/espace/${partner.slug}/jetons`}>Jetons de l’API : {partner.name}</a>
        </p>
      </div>
    </Layout>
  )
}
