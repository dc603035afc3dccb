import type { Filling } from '../../src/templates/filling.ts'
import { euros } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'

/** Why the model gives no documents for a consultation. */
export function outOfScopeText({ scope, rules }: Filling): string | null {
  const limit = rules['shared-model']
  switch (scope) {
    case 'too-large':
      return `Le modèle commun est fait pour les travaux de moins de ${limit ? euros(limit.value) : ''} HT : celui-ci les dépasse, et d’autres règles s’y appliquent.`
    case 'other-category':
      return 'Le modèle commun est fait pour les travaux : cette consultation est de fournitures ou de services.'
    case 'inside':
    case 'depends':
      return null
  }
}

export function OutOfScopePage({
  frame,
  back,
  filling,
}: {
  frame: Frame
  back: { href: string; label: string }
  filling: Filling
}) {
  const title = 'Hors du modèle commun'
  return (
    <Layout frame={frame} title={title} current="aide">
      <div class="prose">
        <h1>{title}</h1>
        <p>{outOfScopeText(filling)}</p>
        <p>
          <a href={back.href}>{back.label}</a> · <a href="/modele">Le modèle commun</a>
        </p>
      </div>
    </Layout>
  )
}
