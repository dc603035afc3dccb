import type { Count } from '../../src/consultations/shown.ts'
import type { GlossaryEntry } from '../../src/templates/blocks.ts'
import type { TemplateFile } from '../../src/templates/files.ts'
import type { UseFigures } from '../../src/templates/uses.ts'
import type { ListedVersion } from '../../src/templates/versions.ts'
import { countedText, euros, longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { weight } from '../documents/file-link.tsx'
import {
  DOCUMENT_LABELS,
  FORMAT_LABELS,
  TEMPLATE_NAME,
  VERSION_STATES,
} from '../words/templates.ts'

export interface BlankFile extends TemplateFile {
  /** In bytes; null: not made yet. */
  weight: number | null
}

interface TemplatePageProps {
  frame: Frame
  /** The version that documents are made with. */
  current: ListedVersion
  versions: ListedVersion[]
  glossary: GlossaryEntry[]
  figures: UseFigures
  blanks: BlankFile[]
  /** Whether those that are not made yet can be had all the same. */
  ready: boolean
  /** Works under this many euros excluding VAT; null where no rule says. */
  limit: number | null
}

/** What the shared model is, how to use it, its documents, who uses it. */
export function TemplatePage({ frame, current, versions, glossary, ...rest }: TemplatePageProps) {
  const { figures, blanks, ready, limit } = rest
  return (
    <Layout
      frame={frame}
      title={TEMPLATE_NAME}
      current="aide"
      description="Le modèle commun de consultation des collectivités de l’Aude pour les petits marchés de travaux : lettre, acte d’engagement, cadre de prix, à remplir en une fois."
    >
      <div class="prose">
        <h1>{TEMPLATE_NAME}</h1>
        <p class="lead">
          Une même lettre de consultation, un même acte d’engagement, un même cadre de prix chez
          tous les acheteurs, pour les marchés de travaux
          {limit !== null && ` de moins de ${euros(limit)} HT`}. Une entreprise qui a répondu une
          fois sait répondre partout ; on ne lui demande que ce que la loi permet.
        </p>
        <p>
          Version {current.number}, <Standing version={current} />.{' '}
          <a href={`/modele/versions/${current.number}`}>Lire le texte</a>
        </p>
        <section aria-labelledby="utiliser">
          <h2 id="utiliser">L’utiliser</h2>
          <ul>
            <li>
              <strong>Tout acheteur de l’Aude</strong>, signataire du pacte ou non :{' '}
              <a href="/modele/remplir">remplir les documents en ligne</a>, sans compte. Ils sont
              effacés au bout de sept jours.
            </li>
            <li>
              <strong>Agents des collectivités partenaires</strong> : depuis un brouillon ou une
              consultation de votre <a href="/espace">espace</a>, un bouton donne tous les
              documents.
            </li>
            <li>
              <strong>À la main</strong> : prenez les documents vierges ci-dessous. Ce qui est
              surligné entre crochets est à compléter.
            </li>
          </ul>
        </section>
        <section aria-labelledby="vierges">
          <h2 id="vierges">Documents vierges</h2>
          <ul>
            {blanks.map((file) => (
              <li>
                {file.weight === null && !ready ? (
                  DOCUMENT_LABELS[file.document]
                ) : (
                  <a href={`/modele/vierges/${file.name}`}>{DOCUMENT_LABELS[file.document]}</a>
                )}{' '}
                ({FORMAT_LABELS[file.format]}
                {file.weight !== null && `, ${weight(file.weight)}`}
                {file.weight === null && !ready && ', en préparation'})
              </li>
            ))}
          </ul>
        </section>
        <Users figures={figures} />
        <section aria-labelledby="glossaire">
          <h2 id="glossaire">Les mots des consultations</h2>
          <dl class="facts">
            {glossary.map(({ term, meaning }) => (
              <div>
                <dt>{term}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-labelledby="versions">
          <h2 id="versions">Versions</h2>
          <ul>
            {versions.map((version) => (
              <li>
                <a href={`/modele/versions/${version.number}`}>Version {version.number}</a>,{' '}
                <Standing version={version} />
                {version.note !== '' && ` : ${version.note}`}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Layout>
  )
}

/** « adoptée par le comité de pilotage le …, en vigueur depuis le … » */
export function Standing({ version }: { version: ListedVersion }) {
  const { adoptedOn, inForceOn, meetingId, state } = version
  if (adoptedOn === null || inForceOn === null) return <>{VERSION_STATES.draft}</>
  return (
    <>
      {meetingId === null ? (
        'adoptée par le comité de pilotage'
      ) : (
        <a href={`/pacte/reunions/${meetingId}`}>adoptée par le comité de pilotage</a>
      )}{' '}
      le {longDate(adoptedOn)},{' '}
      {state === 'adopted'
        ? `en vigueur à partir du ${longDate(inForceOn)}`
        : state === 'in-force'
          ? `en vigueur depuis le ${longDate(inForceOn)}`
          : 'remplacée depuis'}
    </>
  )
}

function Users({ figures }: { figures: UseFigures }) {
  const { documents, partners, others } = figures
  return (
    <section aria-labelledby="utilisateurs">
      <h2 id="utilisateurs">Qui l’utilise</h2>
      <p>{usedText(documents)}</p>
      {partners.length + others.length > 0 && (
        <ul>
          {partners.map(({ name }) => (
            <li>{name}</li>
          ))}
          {others.map((name) => (
            <li>{name}</li>
          ))}
        </ul>
      )}
      <p>
        Vous achetez dans l’Aude et vous l’utilisez ?{' '}
        <a href="/modele/declaration">Nous utilisons le modèle commun</a>
      </p>
    </section>
  )
}

function usedText(documents: Count): string {
  return documents.count === 0
    ? 'Aucune consultation n’a encore été préparée ici avec le modèle.'
    : `${countedText(documents, 'consultation préparée', 'consultations préparées')} ici avec le modèle.`
}
