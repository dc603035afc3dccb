import { ErrorSummary, type FormError } from '../shared/form.tsx'
import { Layout } from './layout.tsx'

type InnerPageProps = Parameters<typeof Layout>[0] & {
  /** The page that it stands under. */
  back: { href: string; label: string }
  /** What stands at its head, where it is not the title. */
  heading?: string
  /** What was just done. */
  done?: string | null
  errors?: FormError[]
}

/** A page that stands under another: the way back, what was just done, what is to be put right. */
export function InnerPage(props: InnerPageProps) {
  const { back, heading, done, errors = [], children, ...layout } = props
  const { title } = layout
  return (
    <Layout {...layout} title={errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="prose">
        <p class="back">
          <a href={back.href}>{back.label}</a>
        </p>
        <h1>{heading ?? title}</h1>
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
