import { PROBLEM_STATUS, type ProblemKind } from '../../src/api/refusal.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { PROBLEM_WORDS } from '../words/api.ts'

const KINDS = Object.keys(PROBLEM_STATUS) as ProblemKind[]

/** What each kind of problem means, at the anchor that its `type` names. */
export function ProblemsPage({ frame }: { frame: Frame }) {
  return (
    <Layout
      frame={frame}
      title="Problèmes de l’API"
      description="Chaque refus de l’API de Guichet, son adresse, ce qu’il veut dire et quoi faire (RFC 9457)."
    >
      <div class="prose">
        <h1>Problèmes de l’API</h1>
        <p>
          Un appel refusé reçoit un problème (RFC 9457) : sa nature, un titre en français, une
          explication en anglais et, champ par champ, où corriger. Un appel refusé n’a rien écrit.{' '}
          <a href="/api">L’API</a>
        </p>
        {KINDS.map((kind) => (
          <>
            <h2 id={kind}>
              {PROBLEM_WORDS[kind].title} <small>({PROBLEM_STATUS[kind]})</small>
            </h2>
            <p>{PROBLEM_WORDS[kind].advice}</p>
          </>
        ))}
      </div>
    </Layout>
  )
}
