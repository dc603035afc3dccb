import { REQUEST_KINDS } from '../../src/requests/choices.ts'
import type { Frame } from '../layout/layout.tsx'
import { KIND_HINTS, KIND_TITLES, KIND_WORDS } from '../words/requests.ts'
import { Sheet } from './sheet.tsx'

interface ChoosePageProps {
  frame: Frame
  /** Address word of the buyer that one comes from. */
  buyer: string | null
}

/** « Une question ? Un blocage ? »: what a firm may ask for. */
export function ChoosePage({ frame, buyer }: ChoosePageProps) {
  const more = buyer ? `&acheteur=${encodeURIComponent(buyer)}` : ''
  return (
    <Sheet
      frame={frame}
      title="Une question ? Un blocage ?"
      current="aide"
      back={{ href: '/saisines', label: 'Saisines' }}
    >
      <p class="lead">
        Une personne vous répond. Sans compte : vous suivez votre demande par un lien privé, et
        seules les personnes désignées pour y répondre la lisent.
      </p>
      {REQUEST_KINDS.map((kind) => (
        <section>
          <h2>
            <a href={`/saisines/nouvelle?nature=${KIND_WORDS[kind]}${more}`}>{KIND_TITLES[kind]}</a>
          </h2>
          <p>{KIND_HINTS[kind]}</p>
        </section>
      ))}
      <p class="quiet">
        Sur une consultation en cours, posez vos questions sur la plateforme indiquée par l’acheteur
        : toutes les entreprises doivent recevoir la même réponse.
      </p>
      <p>
        Vous préférez parler à quelqu’un ? <a href="/contacts">Qui m’aide pour quoi</a>.
      </p>
    </Sheet>
  )
}
