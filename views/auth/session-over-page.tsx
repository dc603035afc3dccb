import { type Frame, Layout } from '../layout/layout.tsx'
import { KeptForm } from '../shared/kept-form.tsx'

/** Keeps a form that came after the session's end, so that it can be sent again once signed in; null: one with files. */
export function SessionOverPage({ frame, form }: { frame: Frame; form: URLSearchParams | null }) {
  const title = 'Votre session est terminée'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {form ? <Kept action={frame.path} form={form} /> : <NotKept page={frame.path} />}
      </div>
    </Layout>
  )
}

function Kept({ action, form }: { action: string; form: URLSearchParams }) {
  return (
    <>
      <p>Rien n’est perdu : ce que vous avez saisi est gardé sur cette page.</p>
      <ol>
        <li>
          <a href="/connexion" target="_blank" rel="noopener">
            Connectez-vous dans un autre onglet
          </a>
          .
        </li>
        <li>Revenez ici et renvoyez votre saisie.</li>
      </ol>
      <KeptForm action={action} form={form} />
    </>
  )
}

function NotKept({ page }: { page: string }) {
  return (
    <>
      <p>
        Rien n’a été enregistré : ni le fichier, ni ce qui l’accompagnait. Un fichier n’est reçu que
        d’une personne connectée.
      </p>
      <p>
        <a href={`/connexion?suite=${encodeURIComponent(page)}`}>
          Connectez-vous : vous reviendrez au formulaire
        </a>{' '}
        et choisirez de nouveau le fichier.
      </p>
    </>
  )
}
