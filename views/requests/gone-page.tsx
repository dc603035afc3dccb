import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { typedIn, Unsent } from './message-list.tsx'

interface GonePageProps {
  frame: Frame
  /** The partner's requests. */
  list: string
  /** What somebody typed for a request that is not theirs, or not theirs any more. */
  typed: URLSearchParams
}

/** What an agent typed is not lost where the request went to another partner meanwhile. */
export function GonePage({ frame, list, typed }: GonePageProps) {
  return (
    <InnerPage
      frame={frame}
      title="Cette demande n’est pas chez vous"
      back={{ href: list, label: 'Saisines' }}
    >
      <p>Elle a changé de main entre-temps, ou n’existe pas : rien n’a été enregistré.</p>
      <Unsent text={typedIn(typed)} />
    </InnerPage>
  )
}
