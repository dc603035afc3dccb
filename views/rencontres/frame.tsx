import type { Child } from 'hono/jsx'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ErrorSummary, type FormError } from '../shared/form.tsx'

interface RencontreFrameProps {
  frame: Frame
  title: string
  /** What stands at the head of the page, where it is not the title. */
  heading?: string
  back: { href: string; label: string }
  errors?: FormError[]
  /** Something was just done. */
  done?: string | null
  children: Child
}

/** The frame of the pages around meetings: forms, private pages and the partners' area. */
export function RencontreFrame(props: RencontreFrameProps) {
  const { frame, title, heading = title, back, errors = [], done, children } = props
  return (
    <Layout
      frame={frame}
      title={errors.length > 0 ? `Erreur : ${title}` : title}
      current="rencontres"
    >
      <div class="prose">
        <p class="back">
          <a href={back.href}>{back.label}</a>
        </p>
        <h1>{heading}</h1>
        {done && (
          <p class="note" role="status">
            {done}
          </p>
        )}
        <ErrorSummary errors={errors} />
        {children}
      </div>
    </Layout>
  )
}

/** The buttons at the end of a form. */
export function FormActions({ label, back }: { label: string; back: string }) {
  return (
    <p class="form-actions">
      <button type="submit" class="button">
        {label}
      </button>
      <a href={back}>Annuler</a>
    </p>
  )
}
