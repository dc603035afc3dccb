import type { Child } from 'hono/jsx'
import { type Frame, Layout, type Section } from '../layout/layout.tsx'
import { ErrorSummary, type FormError } from '../shared/form.tsx'

interface SheetProps {
  frame: Frame
  title: string
  current?: Section
  back: { href: string; label: string }
  errors?: FormError[]
  /** Something was just done. */
  done?: string | null
  children: Child
}

/** The frame of each page about a request: where it comes from, what was just done, what is to be put right. */
export function Sheet({ frame, title, current, back, errors = [], done, children }: SheetProps) {
  return (
    <Layout
      frame={frame}
      title={errors.length > 0 ? `Erreur : ${title}` : title}
      {...(current ? { current } : {})}
    >
      <div class="prose">
        <p class="back">
          <a href={back.href}>{back.label}</a>
        </p>
        <h1>{title}</h1>
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
