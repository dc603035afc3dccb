import type { Child } from 'hono/jsx'
import { type Frame, Layout } from '../../layout/layout.tsx'
import { ErrorSummary, type FormError } from '../../shared/form.tsx'

/** What each page about a consultation in the partners' area is given. */
export interface LifeFrame {
  frame: Frame
  partner: { slug: string; name: string }
  consultation: { reference: string; title: string; path: string; version: string }
  /** Address of the consultation in the partners' area. */
  base: string
}

interface LifePageProps extends LifeFrame {
  title: string
  errors: FormError[]
  /** One sentence on what this page does. */
  lead?: Child
  children: Child
}

/** The frame of a page where an agent decides something about a consultation. */
export function LifePage(props: LifePageProps) {
  const { frame, partner, consultation, base, title, errors, lead, children } = props
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="prose">
        <p class="back">
          <a href={base}>Revenir à la consultation</a>
        </p>
        <h1>{title}</h1>
        <p class="quiet">
          {consultation.title} ({consultation.reference}), pour {partner.name}.
        </p>
        {lead && <p>{lead}</p>}
        <ErrorSummary errors={errors} />
        {children}
      </div>
    </Layout>
  )
}

/** The version of the consultation that the form was filled in against. */
export function VersionField({ consultation }: Pick<LifeFrame, 'consultation'>) {
  return <input type="hidden" name="version" value={consultation.version} />
}
