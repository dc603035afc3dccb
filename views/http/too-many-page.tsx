import { type Frame, Layout } from '../layout/layout.tsx'

const TITLE = 'Trop de demandes'

/** Why nothing was done, and when to come back. */
export function TooManyPage({
  frame,
  retryAfterSeconds,
}: {
  frame: Frame
  retryAfterSeconds: number
}) {
  const minutes = Math.ceil(retryAfterSeconds / 60)
  return (
    <Layout frame={frame} title={TITLE}>
      <div class="prose">
        <h1>{TITLE}</h1>
        <p>
          Trop de demandes sont venues de votre adresse ou de votre compte en peu de temps. Rien n’a
          été enregistré. Recommencez dans {minutes === 1 ? 'une minute' : `${minutes} minutes`}.
        </p>
        <p>
          Si vous remplissiez un formulaire, revenez en arrière : votre navigateur garde ce que vous
          avez saisi.
        </p>
      </div>
    </Layout>
  )
}
