import type { Child } from 'hono/jsx'
import { SubmitLine } from '../shared/form.tsx'

/** Makes the model's documents for a draft or a consultation, in one click. */
export function TemplateButton({ base, children }: { base: string; children: Child }) {
  return (
    <form method="post" action={`${base}/modele`}>
      <p>{children}</p>
      <SubmitLine quiet>Faire les documents du modèle commun</SubmitLine>
    </form>
  )
}
