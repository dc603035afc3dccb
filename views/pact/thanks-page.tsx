import { type Frame, Layout } from '../layout/layout.tsx'

const WORDS = {
  report:
    'Votre signalement est arrivé. L’administration du pacte le vérifie, et corrige s’il y a lieu.',
  join: 'Votre message est arrivé. Il paraîtra une fois confirmé par l’administration du pacte.',
}

/** What was sent has arrived. */
export function ThanksPage({ frame, sent }: { frame: Frame; sent: keyof typeof WORDS }) {
  return (
    <Layout frame={frame} title="Merci" current="pacte">
      <div class="prose">
        <h1>Merci</h1>
        <p>{WORDS[sent]}</p>
        <p>
          <a href="/pacte">Retour au suivi du pacte</a>
        </p>
      </div>
    </Layout>
  )
}
