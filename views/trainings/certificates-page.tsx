import type { ListedSession, ListedTraining } from '../../src/trainings/queries.ts'
import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { spanText } from '../words/trainings.ts'

interface CertificatesPageProps {
  frame: Frame
  training: ListedTraining
  session: ListedSession
  /** Those who came. */
  people: { person: string | null; firm: string | null }[]
  back: { href: string; label: string }
  today: Date
}

/** « Attestation de présence », one sheet each, to print and sign. */
export function CertificatesPage(props: CertificatesPageProps) {
  const { frame, training, session, people, back, today } = props
  const title = people.length === 1 ? 'Attestation de présence' : 'Attestations de présence'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <p class="back">
          <a href={back.href}>{back.label}</a>
        </p>
        {people.length !== 1 && <h1 class="unprinted">{title}</h1>}
        {people.length === 0 && <p>Personne n’est marqué présent.</p>}
        {people.map((each) => (
          <section class="printed-sheet certificate">
            {people.length === 1 ? <h1>{title}</h1> : <h2>Attestation de présence</h2>}
            <p>
              {training.organisers.map(({ name }) => name).join(', ')}{' '}
              {training.organisers.length === 1 ? 'atteste' : 'attestent'} que
            </p>
            <p class="lead">
              <strong>{each.person}</strong>, {each.firm},
            </p>
            <p>
              a suivi la formation « {training.title} »,{' '}
              {spanText(session.startsWall, session.endsWall)}, {session.place || 'à distance'}.
            </p>
            {training.aims !== '' && <p class="as-written">Objectifs : {training.aims}</p>}
            <p>Fait le {longDate(today)}.</p>
            <p>Signature et cachet de l’organisateur :</p>
          </section>
        ))}
      </div>
    </Layout>
  )
}
