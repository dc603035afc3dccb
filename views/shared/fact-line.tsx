import type { Child } from 'hono/jsx'

interface FactLineProps {
  label: string
  /** The word of the glossary that the label is. */
  word?: string
  children?: Child
}

/** A label and what is known under it; nothing at all when nothing is. */
export function FactLine({ label, word, children }: FactLineProps) {
  const isEmpty = Array.isArray(children)
    ? children.every((child) => !child)
    : children === undefined || children === null || children === false || children === ''
  if (isEmpty) return null
  return (
    <div>
      <dt>{word === undefined ? label : <a href={`/glossaire#${word}`}>{label}</a>}</dt>
      <dd>{children}</dd>
    </div>
  )
}
