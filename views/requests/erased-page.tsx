import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { ASK_TITLE } from '../words/requests.ts'

/** After a firm had its request erased: there is nothing left to lead back to. */
export function ErasedPage({ frame }: { frame: Frame }) {
  return (
    <InnerPage
      frame={frame}
      title="Votre demande est effacée"
      current="aide"
      back={{ href: '/saisines', label: ASK_TITLE }}
    >
      <p class="lead">
        Le guichet ne sait plus qui l’a faite ni ce qu’elle disait. Votre lien privé ne mène plus à
        rien.
      </p>
      <p>
        Une autre question&nbsp;? <a href="/saisines/nouvelle">Faire une nouvelle demande</a>.
      </p>
    </InnerPage>
  )
}
