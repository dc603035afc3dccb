import { type Frame, Layout } from '../layout/layout.tsx'

const TITLE = 'Trop de visites en ce moment'

/** Why nothing was done, and when to come back. */
export function CrowdedPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title={TITLE}>
      <div class="prose">
        <h1>{TITLE}</h1>
        <p>
          Le service répond d’abord à ceux qui attendaient avant vous. Rien n’a été enregistré.
          Recommencez dans quelques secondes. Si une date limite presse, allez directement sur le
          profil d’acheteur de l’acheteur concerné.
        </p>
        <p>
          Si vous remplissiez un formulaire, revenez en arrière : votre navigateur garde ce que vous
          avez saisi.
        </p>
      </div>
    </Layout>
  )
}
