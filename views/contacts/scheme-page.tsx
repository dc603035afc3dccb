import type { SchemePage } from '../../src/contacts/schemes.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { THEME_LABELS } from '../words/contacts.ts'
import { Checked } from './checked.tsx'
import { contactAlternates } from './follow.tsx'

interface SchemePageProps {
  frame: Frame
  page: SchemePage
  today: string
}

/** The sheet of a support scheme. */
export function SchemePageView({ frame, page: { scheme, body, partner }, today }: SchemePageProps) {
  return (
    <InnerPage
      frame={frame}
      title={scheme.title}
      description={scheme.what}
      alternates={contactAlternates()}
      current="aide"
      back={{ href: '/contacts/aides', label: 'Aides et dispositifs' }}
    >
      <p>
        <span class="tag">{THEME_LABELS[scheme.theme]}</span>{' '}
        {scheme.demonstration && <span class="tag tag-demonstration">Démonstration</span>}
      </p>
      {scheme.removedAt !== null && (
        <p class="note">
          Cette fiche a été retirée le {longDate(scheme.removedAt)} : {scheme.removedReason}{' '}
          <a href="/contacts/aides">Voir les fiches d’aujourd’hui</a>
        </p>
      )}
      <Checked {...scheme} today={today} />
      <p class="lead as-written">{scheme.what}</p>
      <dl class="facts">
        <Lines label="Pour qui" text={scheme.audience} />
        <Lines label="Combien" text={scheme.amount} />
        <Lines label="Que faire" text={scheme.steps} />
        <FactLine label="Textes">{scheme.law}</FactLine>
        <FactLine label="À qui s’adresser">
          {body && <a href={`/contacts/organismes/${body.slug}`}>{body.name}</a>}
        </FactLine>
        <FactLine label="Fiche tenue par">{partner}</FactLine>
      </dl>
      <p>
        <a href="/contacts">Qui peut m’aider ?</a>
      </p>
    </InnerPage>
  )
}

function Lines({ label, text }: { label: string; text: string }) {
  return <FactLine label={label}>{text !== '' && <span class="as-written">{text}</span>}</FactLine>
}
