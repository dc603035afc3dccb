import { type Frame, Layout } from '../layout/layout.tsx'
import { SubmitButton } from '../shared/form.tsx'

interface ConfirmLinkPageProps {
  frame: Frame
  /** Null: the link is over. */
  secret: string | null
  next: string
}

/** One more click, so that programs that look at links in e-mails do not use them up. */
export function ConfirmLinkPage({ frame, secret, next }: ConfirmLinkPageProps) {
  const title = secret === null ? 'Ce lien ne sert plus' : 'Entrer dans l’espace partenaires'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {secret === null ? (
          <>
            <p>
              Un lien de connexion sert une seule fois et peu de temps : quinze minutes, ou trois
              jours pour une première invitation.
            </p>
            <p>
              <a href="/connexion">Demander un autre lien</a>
            </p>
          </>
        ) : (
          <form method="post" action={`/connexion/lien/${secret}`}>
            <input type="hidden" name="suite" value={next} />
            <SubmitButton>Me connecter</SubmitButton>
          </form>
        )}
      </div>
    </Layout>
  )
}
