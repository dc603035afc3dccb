import type { Child } from 'hono/jsx'
import { type Frame, Layout } from '../layout/layout.tsx'

interface SheetProps {
  frame: Frame
  title: string
  children: Child
}

/** A page of alerts by mail: a title and what it says. */
export function Sheet({ frame, title, children }: SheetProps) {
  return (
    <Layout frame={frame} title={title} current="flux">
      <div class="prose">
        <h1>{title}</h1>
        {children}
      </div>
    </Layout>
  )
}
