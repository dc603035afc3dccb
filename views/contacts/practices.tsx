import type { PracticeRow } from '../../src/contacts/practices.ts'
import { euros } from '../format.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { Checked } from './checked.tsx'

interface PracticesProps {
  /** Null: the buyer has not said. */
  practices: PracticeRow | null
  today: string
}

/** « Comment cet acheteur achète », in his words. */
export function Practices({ practices, today }: PracticesProps) {
  if (practices === null)
    return (
      <section aria-labelledby="comment-il-achete">
        <h2 id="comment-il-achete">Comment cet acheteur achète</h2>
        <p>
          Non précisé : ses services, ses seuils et ses délais de paiement ne sont pas encore
          décrits ici. Chaque consultation dit comment y répondre.
        </p>
      </section>
    )
  const { services, thresholds } = practices
  return (
    <section aria-labelledby="comment-il-achete">
      <h2 id="comment-il-achete">Comment cet acheteur achète</h2>
      {practices.demonstration && <p class="tag tag-demonstration">Démonstration</p>}
      <dl class="facts">
        <FactLine label="Qui achète quoi">
          {services.length > 0 && (
            <ul class="plain">
              {services.map(({ name, buys }) => (
                <li>{buys === '' ? name : `${name} : ${buys}`}</li>
              ))}
            </ul>
          )}
        </FactLine>
        <FactLine label="Seuils internes">
          {thresholds.length > 0 && (
            <ul class="plain">
              {thresholds.map(({ from, practice }) => (
                <li>
                  {from === 0 ? 'Dès le premier euro' : `À partir de ${euros(from)} HT`} :{' '}
                  {practice}
                </li>
              ))}
            </ul>
          )}
        </FactLine>
        <Said label="Petits marchés" text={practices.smallContracts} />
        <Said label="Allotissement" text={practices.lots} />
        <Said label="Paiement" text={practices.payment} />
        <Said label="Plateforme" text={practices.platform} />
      </dl>
      <Checked {...practices} today={today} />
    </section>
  )
}

function Said({ label, text }: { label: string; text: string }) {
  return <FactLine label={label}>{text !== '' && <span class="as-written">{text}</span>}</FactLine>
}
