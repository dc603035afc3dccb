import type { TypedFields } from '../../../src/posting/schema.ts'
import type { Finding } from '../../../src/rules/finding.ts'
import { FindingCard } from '../finding-card.tsx'

interface FindingsProps {
  findings: Finding[]
  fields: TypedFields
  refused: boolean
}

/** What the rules say of a change, before it is published. */
export function Findings({ findings, fields, refused }: FindingsProps) {
  if (findings.length === 0) return null
  return (
    <section aria-labelledby="controles">
      <h2 id="controles">Avant de publier</h2>
      {findings.map((finding) => (
        <FindingCard finding={finding} fields={fields} refused={refused} />
      ))}
    </section>
  )
}
