import type { Method } from '../../src/analysis/method.ts'
import { euros, longDate, plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { indicatorWords } from '../words/indicators.ts'

interface MethodPageProps {
  frame: Frame
  /** The newest first, each with the years that follow it. */
  versions: { method: Method; years: number[] }[]
  indicators: string[]
}

/** What every figure means and how it comes about, agreed beforehand, with its versions. */
export function MethodPage({ frame, versions, indicators }: MethodPageProps) {
  const title = 'Note de méthode de l’analyse annuelle'
  const [current] = versions
  return (
    <InnerPage
      frame={frame}
      title={title}
      description="Comment l’analyse annuelle compte : sources, définitions, seuils, ce qui manque, et ce que chaque version de la méthode a changé."
      current="pacte"
      back={{ href: '/analyses', label: 'Analyses annuelles' }}
    >
      <p class="lead">
        Ces définitions sont arrêtées avant les chiffres. Une année publiée garde la version avec
        laquelle elle a été calculée.
      </p>
      <h2 id="definitions">Définitions</h2>
      <dl class="facts">
        <Definition term="PME">
          Moins de 250 salariés, et un chiffre d’affaires de 50 millions d’euros au plus ou un bilan
          de 43 millions au plus (loi 2008-776, art. 51), microentreprises comprises. La taille
          vient du répertoire SIRENE, qui tient compte du groupe : la filiale d’un grand groupe
          n’est pas une PME. À défaut, c’est ce que dit l’acheteur. Inconnue, elle le reste.
        </Definition>
        <Definition term="Entreprise audoise">
          L’établissement qui signe est dans l’Aude. À défaut, le siège. Pour la région, de même.
        </Definition>
        <Definition term="Unité de compte">
          Le marché, ou le lot quand le marché est alloti. Dans un groupement, chaque entreprise
          compte une fois en nombre ; le montant est celui du mandataire.
        </Definition>
        <Definition term="Accords-cadres">
          Comptés une fois, pour leur montant maximum ou estimé ; leurs marchés subséquents et bons
          de commande ne le sont pas. Les concessions ne sont pas comptées.
        </Definition>
        <Definition term="Montant">
          Hors taxes, à la notification : les avenants ne changent pas les chiffres. La
          sous-traitance n’est pas déduite.
        </Definition>
        <Definition term="Année">
          Celle de la notification du marché ; celle de la publication pour une consultation ; celle
          de la demande pour une médiation.
        </Definition>
        <Definition term="Petits nombres">
          En dessous de dix cas, les nombres sont donnés sans pourcentage.
        </Definition>
        <Definition term="Doublons et erreurs">
          Un marché connu par plusieurs sources compte une fois. Ce qui ne peut être cru est écarté,
          et compté comme tel.
        </Definition>
      </dl>
      {current && (
        <>
          <h2 id="valeurs">Valeurs de la version {current.method.version}</h2>
          <dl class="facts">
            <Definition term="Plafond des montants">
              Au-delà de {euros(current.method.cap)}, un montant compte pour ce plafond dans les
              totaux ; la liste en est donnée.
            </Definition>
            <Definition term="Tranches de montant">
              {current.method.bandsFrom.map((from) => euros(from)).join(' ; ')}
            </Definition>
            <Definition term="Nouvelle entreprise">
              Sans marché d’un signataire depuis {plural(current.method.newcomerYears, 'an', 'ans')}
              .
            </Definition>
            <Definition term="Comparaison nationale">
              Le recensement national compte les marchés à partir de{' '}
              {euros(current.method.censusFrom)} HT.
            </Definition>
            <Definition term="Petit marché">
              Moins de {euros(current.method.smallBelow)} HT.
            </Definition>
          </dl>
        </>
      )}
      <h2 id="versions">Versions</h2>
      <ul>
        {versions.map(({ method, years }) => (
          <li>
            Version {method.version}, depuis le {longDate(method.from)}
            {years.length > 0 && ` : ${years.join(', ')}`}. {CHANGES[method.version]}
          </li>
        ))}
      </ul>
      <h2 id="indicateurs">Indicateurs</h2>
      <dl class="facts">
        {indicators.map((slug) => {
          const { title: name, definition, formula } = indicatorWords(slug)
          return (
            <Definition term={name}>
              {definition} {formula}
            </Definition>
          )
        })}
      </dl>
      <h2 id="biais">Ce que ces chiffres ne disent pas</h2>
      <ul>
        <li>La part des PME dans la sous-traitance : seul le titulaire est compté.</li>
        <li>
          Les achats sans procédure, et une partie des petits marchés, que rien n’oblige à publier.
        </li>
        <li>Ce qu’un marché devient après sa notification : avenants, commandes, pénalités.</li>
      </ul>
    </InnerPage>
  )
}

/** What a version changed in the one before. */
const CHANGES: Record<number, string> = {
  2: 'Les médiations et l’usage du modèle commun sont mesurés ; rien d’autre ne change.',
}

function Definition({ term, children }: { term: string; children: unknown }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
