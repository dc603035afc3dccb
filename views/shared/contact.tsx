import type { Frame } from '../layout/layout.tsx'

/** The body that answers for the instance, with the address it gave to be reached at. */
export function Contact({ frame: { operator, contact } }: { frame: Frame }) {
  if (contact === null) return <>{operator}</>
  return (
    <>
      {operator} (<ReachedAt at={contact} />)
    </>
  )
}

/** An e-mail or web address as a link. */
export function ReachedAt({ at }: { at: string }) {
  return <a href={at.includes('://') ? at : `mailto:${at}`}>{at}</a>
}
