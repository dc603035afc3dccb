import type { Child } from 'hono/jsx'

/** A label and what is known under it; nothing at all when nothing is. */
export function FactLine({ label, children }: { label: string; children?: Child }) {
  const isEmpty = Array.isArray(children)
    ? children.every((child) => !child)
    : children === undefined || children === null || children === false || children === ''
  if (isEmpty) return null
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
