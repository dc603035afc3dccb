import { type Frame, Layout } from '../layout/layout.tsx'
import { Contact } from '../shared/contact.tsx'
import { type ShownProblem, SIGN_IN_PROBLEMS } from '../words/sign-in.ts'

/** Why nobody was signed in with the identity provider, and the way on. */
export function SignInProblemPage({ frame, problem }: { frame: Frame; problem: ShownProblem }) {
  const { title, sentences } = SIGN_IN_PROBLEMS[problem]
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {sentences.map((sentence) => (
          <p>{sentence}</p>
        ))}
        {frame.contact !== null && (
          <p>
            Service proposé par <Contact frame={frame} />.
          </p>
        )}
        {problem === 'no-partner' && (
          <p>
            Pour que vos consultations paraissent ici :{' '}
            <a href="/pacte/rejoindre">rejoindre la démarche</a>
          </p>
        )}
        <p>
          <a href="/connexion">Revenir à la connexion</a> ou{' '}
          <a href="/">voir les consultations en cours</a>
        </p>
      </div>
    </Layout>
  )
}
