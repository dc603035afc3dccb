import { longMoment } from '../format.ts'
import { typeset } from '../layout/typeset.ts'

/** A page as it was made at `renderedAt`, with a line before everything else that says how old it is, and why. */
export function sayAge(html: string, renderedAt: Date): string {
  const line = typeset((<AgeLine renderedAt={renderedAt} />).toString())
  return html.replace(/<main\b[^>]*>/, (main) => main + line)
}

function AgeLine({ renderedAt }: { renderedAt: Date }) {
  return (
    <p class="age" role="status">
      <strong>Page du {longMoment(renderedAt)}.</strong> Le service ne peut pas lire ses données en
      ce moment : ce qui a changé depuis n’est pas montré. Si une date limite presse, vérifiez-la
      sur le profil de l’acheteur.
    </p>
  )
}
