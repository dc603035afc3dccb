import type { UnmatchedBuyer } from '../../src/consultations/unmatched-buyers.ts'
import { plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ErrorSummary, type FormError, SelectField, SubmitLine } from '../shared/form.tsx'
import { JOIN_PROBLEMS } from '../words/join-problems.ts'

interface UnmatchedBuyerPageProps {
  frame: Frame
  buyer: UnmatchedBuyer
  /** All that it may be. */
  known: { slug: string; name: string }[]
  /** The choice that is refused, and why; null where none was made yet. */
  refused: { choice: string; problem: keyof typeof JOIN_PROBLEMS } | null
}

/** Who is this buyer? One that is known, or one of its own. */
export function UnmatchedBuyerPage({ frame, buyer, known, refused }: UnmatchedBuyerPageProps) {
  const { name, siret, slug, times, latest, candidates } = buyer
  const title = `Qui est « ${name} » ?`
  const action = `/espace/administration/acheteurs/${slug}`
  const errors: FormError[] =
    refused === null ? [] : [{ name: 'acheteur', text: JOIN_PROBLEMS[refused.problem] }]
  const options = [
    ...candidates.map((each) => ({ value: each.slug, label: each.name, group: 'Noms proches' })),
    ...known
      .filter((each) => !candidates.some((candidate) => candidate.slug === each.slug))
      .map((each) => ({ value: each.slug, label: each.name, group: 'Tous les acheteurs connus' })),
  ]
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <p class="back">
          <a href="/espace/administration/acheteurs">Acheteurs à reconnaître</a>
        </p>
        <h1>{title}</h1>
        <ErrorSummary errors={errors} />
        <p>
          Les sources donnent ce nom {siret && `et le SIRET ${siret} `}à l’acheteur de{' '}
          {plural(times, 'consultation', 'consultations')}
          {latest && (
            <>
              , dont <a href={latest.path}>{latest.title}</a>
            </>
          )}
          .
        </p>
        <form method="post" action={`${action}/rattachement`} novalidate>
          <h2>C’est un acheteur connu</h2>
          <SelectField
            name="acheteur"
            label="Acheteur"
            hint="Ses consultations passent sous ce nom, et les prochaines y vont d’elles-mêmes. L’ancienne adresse y mène."
            none="Choisir"
            value={refused?.choice ?? ''}
            options={options}
            error={errors[0]?.text}
          />
          <SubmitLine>C’est cet acheteur</SubmitLine>
        </form>
        <form method="post" action={`${action}/reconnaissance`}>
          <h2>C’est un acheteur à part</h2>
          <p>Il garde son nom et sa page, et quitte cette liste.</p>
          <SubmitLine quiet>C’est un acheteur à part</SubmitLine>
        </form>
      </div>
    </Layout>
  )
}
