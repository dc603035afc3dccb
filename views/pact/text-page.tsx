import type { pactTexts } from '../../src/pact/schema.ts'
import type { PactRead } from '../../src/pact/overview.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'

interface TextPageProps {
  frame: Frame
  pact: PactRead
  texts: (typeof pactTexts.$inferSelect)[]
}

/** The pact's text, its principles and its earlier versions. */
export function TextPage({ frame, pact, texts }: TextPageProps) {
  const [last, ...earlier] = texts
  return (
    <InnerPage
      frame={frame}
      title="Texte du pacte"
      description="Le texte que les signataires du pacte ont adopté, avec ses versions : engagements des acheteurs publics, des chambres et des organisations professionnelles."
      current="pacte"
      back={{ href: '/pacte', label: 'Suivi du pacte' }}
    >
      <p class="lead">{pact.title}</p>
      {pact.principles.length > 0 && (
        <>
          <h2>Principes</h2>
          <ul>
            {pact.principles.map((principle) => (
              <li>{principle}</li>
            ))}
          </ul>
        </>
      )}
      {last ? (
        <>
          <h2>
            Version {last.number}, adoptée le {longDate(last.adoptedOn)}
          </h2>
          {last.note !== '' && <p>{last.note}</p>}
          <p class="as-written">{last.text}</p>
        </>
      ) : (
        <p>Le texte n’est pas encore déposé.</p>
      )}
      {earlier.map(({ number, adoptedOn, note, text }) => (
        <details>
          <summary>
            Version {number}, adoptée le {longDate(adoptedOn)}
          </summary>
          {note !== '' && <p>{note}</p>}
          <p class="as-written">{text}</p>
        </details>
      ))}
    </InnerPage>
  )
}
