import type { Child } from 'hono/jsx'
import { type Frame, Layout } from '../layout/layout.tsx'

interface NotedPageProps {
  frame: Frame
  title: string
  back: { href: string; label: string }
  children: Child
}

/** A short answer to what was sent, with a way on. */
export function NotedPage({ frame, title, back, children }: NotedPageProps) {
  return (
    <Layout frame={frame} title={title} current="pacte">
      <div class="prose">
        <h1>{title}</h1>
        {children}
        <p>
          <a href={back.href}>{back.label}</a>
        </p>
      </div>
    </Layout>
  )
}
