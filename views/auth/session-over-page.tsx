import { type Frame, Layout } from '../layout/layout.tsx'

/** Keeps a form that came after the session's end, so that it can be sent again once signed in. */
export function SessionOverPage({ frame, form }: { frame: Frame; form: URLSearchParams }) {
  const title = 'Votre session est terminée'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
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
        <form method="post" action={frame.path}>
          {[...form].map(([name, value]) => (
            <textarea name={name} hidden>
              {value}
            </textarea>
          ))}
          <button type="submit" class="button">
            Renvoyer ma saisie
          </button>
        </form>
      </div>
    </Layout>
  )
}
