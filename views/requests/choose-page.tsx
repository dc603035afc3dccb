import { REQUEST_KINDS } from '../../src/requests/choices.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { ASK_TITLE, CHOOSE_TITLE, KIND_HINTS, KIND_TITLES } from '../words/requests.ts'
import { askPath } from './ask-path.ts'

interface ChoosePageProps {
  frame: Frame
  /** Address word of the buyer that one comes from. */
  buyer: string | null
  /** Reference of the consultation that one comes from. */
  consultation: string | null
}

/** What a firm may ask for. */
export function ChoosePage({ frame, buyer, consultation }: ChoosePageProps) {
  return (
    <InnerPage
      frame={frame}
      title={CHOOSE_TITLE}
      current="aide"
      back={{ href: '/saisines', label: ASK_TITLE }}
    >
      <p class="lead">
        Une personne vous répond. Sans compte : vous suivez votre demande par un lien privé, et
        seules les personnes désignées pour y répondre la lisent.
      </p>
      {REQUEST_KINDS.map((kind) => (
        <section>
          <h2>
            <a href={askPath({ kind, buyer, consultation })}>{KIND_TITLES[kind]}</a>
          </h2>
          <p>{KIND_HINTS[kind]}</p>
        </section>
      ))}
      <p class="quiet">
        Une consultation en cours&nbsp;? Posez vos questions sur la plateforme que l’acheteur
        indique, pour que toutes les entreprises reçoivent la même réponse.
      </p>
      <p>
        Vous préférez parler à quelqu’un&nbsp;? <a href="/contacts">Qui m’aide pour quoi</a>.
      </p>
    </InnerPage>
  )
}
