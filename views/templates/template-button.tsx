import type { Child } from 'hono/jsx'

/** Makes the model's documents for a draft or a consultation, in one click. */
export function TemplateButton({ base, children }: { base: string; children: Child }) {
  return (
    <form method="post" action={`${base}/modele`}>
      <p>{children}</p>
      <p>
        <button type="submit" class="button button-quiet">
          Faire les documents du modèle commun
        </button>
      </p>
    </form>
  )
}
