import { OWN_STATES, type OwnState } from '../../src/espace/own-states.ts'
import type { OwnConsultation } from '../../src/espace/queries.ts'
import { longMoment } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { OWN_STATE_LABELS } from '../words/espace.ts'
import { STATE_LABELS } from '../words/states.ts'

interface OwnConsultationsPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  state: OwnState
  counts: Map<OwnState, number>
  items: OwnConsultation[]
  next: { publishedAt: Date; id: number } | null
  mayWrite: boolean
}

/** A partner's consultations in one state, those published last first. */
export function OwnConsultationsPage(props: OwnConsultationsPageProps) {
  const { frame, partner, state, counts, items, next, mayWrite } = props
  const base = `/espace/${partner.slug}/consultations`
  const title = `Consultations de ${partner.name}`
  return (
    <InnerPage
      frame={frame}
      title={`${title} – ${OWN_STATE_LABELS[state].toLowerCase()}`}
      heading={title}
      back={{ href: '/espace', label: 'Espace partenaires' }}
    >
      <nav aria-label="États">
        <ul class="inline">
          {OWN_STATES.map((each) => (
            <li>
              <a href={`${base}?etat=${each}`} aria-current={each === state ? 'true' : undefined}>
                {OWN_STATE_LABELS[each]} ({counts.get(each) ?? 0})
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {items.length === 0 ? (
        <p>Aucune consultation dans cet état.</p>
      ) : (
        <ul>
          {items.map((item) => (
            <li>
              <a href={mayWrite ? `${base}/${item.reference}` : item.path}>{item.title}</a>
              <span class="quiet">
                {' '}
                – {item.reference}, {STATE_LABELS[item.state].toLowerCase()}
                {item.deadlineAt && `, date limite le ${longMoment(item.deadlineAt)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {next && (
        <p>
          <a
            href={`${base}?etat=${state}&apres=${next.publishedAt.getTime()}_${next.id}`}
            rel="next"
          >
            Suivantes
          </a>
        </p>
      )}
    </InnerPage>
  )
}
