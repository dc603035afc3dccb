import type { ListedAction } from '../../src/pact/actions/list-actions.ts'
import type { Told } from '../../src/pact/history.ts'
import type {
  AxisAtAGlance,
  GroupAtAGlance,
  PactPartner,
  PactRead,
} from '../../src/pact/overview.ts'
import { STEPS } from '../../src/pact/groups/steps.ts'
import { STATUSES } from '../../src/pact/actions/status.ts'
import { STATUS_WORDS } from '../../src/pact/actions/filter.ts'
import { isoWithOffset, longDate, longMoment, numberText, plural, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { OnPaper } from '../layout/on-paper.tsx'
import { lapseText, STATUS_LABELS } from '../words/pact.ts'
import { changeHeadline } from '../words/pact-changes.ts'
import { EVERYTHING } from '../../src/news/filter.ts'
import type { DatedMilestone } from '../../src/pact/actions/milestones-around.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { Follow, newsAlternates } from './follow.tsx'
import { ProgressLine } from './progress-line.tsx'
import { Milestones } from './timeline.tsx'

export interface NextMeeting {
  id: number
  startsAt: Date
  place: string
  group: { slug: string; title: string } | null
}

interface PactPageProps {
  frame: Frame
  pact: PactRead
  axes: AxisAtAGlance[]
  partners: PactPartner[]
  moved: Told[]
  late: ListedAction[]
  meetings: NextMeeting[]
  /** Those nearest to today. */
  milestones: DatedMilestone[]
  uses: { organisation: string; tool: string | null }[]
  /** Whether the report and the note have been made. */
  hasDocuments: boolean
  /** Calendar day in Paris. */
  today: string
}

/** The pact at a glance: its axes, what moved this month, what is late, what comes next. */
export function PactPage({
  frame,
  pact,
  axes,
  partners,
  moved,
  late,
  meetings,
  milestones,
  uses,
  hasDocuments,
  today,
}: PactPageProps) {
  return (
    <Layout
      frame={frame}
      title="Suivi du pacte"
      description="Le pacte entre collectivités, chambres et organisations professionnelles : groupes de travail, actions, engagements, avec leurs dates et leurs justificatifs."
      alternates={newsAlternates(EVERYTHING, 'Suivi du pacte')}
      current="pacte"
    >
      <div class="prose">
        <h1>Suivi du pacte</h1>
        <p class="lead">{pact.title}</p>
        <p>{pact.purpose}</p>
        <PactFacts pact={pact} />
        <p>
          <a href="/pacte/actions">Actions</a> · <a href="/pacte/formations">Formations</a> ·{' '}
          <a href="/pacte/calendrier">Calendrier</a> · <a href="/pacte/engagements">Engagements</a>{' '}
          · <a href="/pacte/comite">Comité de pilotage</a> ·{' '}
          <a href="/pacte/documents">Documents</a> · <a href="/pacte/texte">Texte du pacte</a> ·{' '}
          <a href="/analyses">Analyses annuelles</a>
        </p>

        <h2 id="axes">Les axes en un coup d’œil</h2>
        <div class="sections">
          {axes.map((each) => (
            <AxisSection {...each} />
          ))}
        </div>

        <h2 id="mois">Ce qui a bougé depuis un mois</h2>
        {moved.length === 0 ? (
          <p>Rien n’a bougé depuis un mois.</p>
        ) : (
          <ul>
            {moved.map((each) => (
              <li>
                <Move told={each} />
              </li>
            ))}
          </ul>
        )}

        <h2 id="retard">Ce qui est en retard</h2>
        {late.length === 0 ? (
          <p>Aucune action n’est en retard.</p>
        ) : (
          <>
            <ul>
              {late.map(({ slug, title, dueOn, pilot }) => (
                <li>
                  <a href={`/pacte/actions/${slug}`}>{title}</a>
                  {dueOn !== null && `, attendue le ${shortDate(dueOn)}`} – pilote : {pilot.name}
                </li>
              ))}
            </ul>
            <p>
              <a href="/pacte/actions?retard=oui">Toutes les actions en retard</a>
            </p>
          </>
        )}
        <p class="notes">
          Le retard est calculé d’après l’échéance. Il paraît ici quatorze jours après que le pilote
          a été relancé.
        </p>

        <h2 id="agenda">Prochaines réunions</h2>
        {meetings.length === 0 ? (
          <p>Aucune réunion n’est prévue pour l’instant.</p>
        ) : (
          <ul>
            {meetings.map(({ id, startsAt, place, group }) => (
              <li>
                <a href={`/pacte/reunions/${id}`}>
                  <time datetime={isoWithOffset(startsAt)}>{longMoment(startsAt)}</time>
                </a>{' '}
                – {group?.title ?? 'Comité de pilotage'}
                {place !== '' && `, ${place}`}
              </li>
            ))}
          </ul>
        )}

        <p>
          <a href="/pacte/calendrier">Tout le calendrier</a>
        </p>

        <Milestones title="Jalons proches" milestones={milestones} today={today} />

        <Follow filter={EVERYTHING} title="Suivre le pacte" />
        {hasDocuments && (
          <p class="unprinted">
            Pour une réunion : <a href="/pacte/rapport.pdf">rapport au comité de pilotage (PDF)</a>,{' '}
            <a href="/pacte/note.pdf">note du mois (PDF)</a>.
          </p>
        )}

        <Partners partners={partners} />
        <Joining uses={uses} />
        <p class="unprinted">
          <a href="/pacte/signaler">Signaler une erreur</a>
        </p>
        <OnPaper frame={frame} />
      </div>
    </Layout>
  )
}

function PactFacts({ pact }: { pact: PactRead }) {
  return (
    <dl class="facts">
      <FactLine label="Signature">
        {pact.signedOn === null ? 'non précisée' : longDate(pact.signedOn)}
      </FactLine>
      <FactLine label="Terme">
        {pact.endsOn === null ? 'non précisé' : longDate(pact.endsOn)}
      </FactLine>
      <FactLine label="Renouvellement">{pact.renewal}</FactLine>
    </dl>
  )
}

function AxisSection({ axis, problems, groups, counts, late }: AxisAtAGlance) {
  const all = STATUSES.reduce((sum, status) => sum + counts[status], 0)
  const at = `/pacte/actions?axe=${axis.slug}`
  return (
    <section aria-labelledby={`axe-${axis.slug}`}>
      <h3 id={`axe-${axis.slug}`}>{axis.title}</h3>
      <p>{axis.aim}</p>
      <ProgressLine id={`part-${axis.slug}`} done={counts.done} all={all} />
      {all > 0 && (
        <ul class="inline">
          {STATUSES.map((status) => (
            <li>
              <a href={`${at}&statut=${STATUS_WORDS[status]}`}>{STATUS_LABELS[status]}</a> :{' '}
              {numberText(counts[status])}
            </li>
          ))}
          <li>
            <a href={`${at}&retard=oui`}>En retard</a> : {numberText(late)}
          </li>
        </ul>
      )}
      {problems.length > 0 && (
        <>
          <h4>Problèmes partagés</h4>
          <ul>
            {problems.map(({ title, figure, figureSource, figureOn }) => (
              <li>
                {title}
                {figure !== null && (
                  <>
                    {' '}
                    – <strong>{figure}</strong>
                    <span class="hint">
                      {figureSource !== null && ` (${figureSource}`}
                      {figureSource !== null && figureOn !== null && `, ${shortDate(figureOn)}`}
                      {figureSource !== null && ')'}
                    </span>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <h4>Groupes de travail</h4>
      {groups.length === 0 ? (
        <p>Aucun groupe de travail pour l’instant.</p>
      ) : (
        <ul>
          {groups.map((group) => (
            <li>
              <GroupLine group={group} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function GroupLine({ group }: { group: GroupAtAGlance }) {
  const { slug, title, pilot, steps, closedOn, lapse } = group
  return (
    <>
      <a href={`/pacte/groupes/${slug}`}>{title}</a> – pilote : {pilot} ;{' '}
      {closedOn === null
        ? `${plural(steps.length, 'étape close', 'étapes closes')} sur ${STEPS.length}`
        : `clos le ${shortDate(closedOn)}`}
      {lapse !== null && (
        <>
          {'. '}
          <strong>{lapseText(lapse)}</strong>
        </>
      )}
    </>
  )
}

/** « 12/11/2026 : Action réalisée – Modèle commun (Carcassonne Agglo) » */
function Move({ told }: { told: Told }) {
  const { at, action, group, by } = told
  return (
    <>
      <time datetime={isoWithOffset(at)}>{shortDate(at)}</time> : {changeHeadline(told)}
      {action !== null && (
        <>
          {' '}
          – <a href={`/pacte/actions/${action.slug}`}>{action.title}</a>
        </>
      )}
      {action === null && group !== null && (
        <>
          {' '}
          – <a href={`/pacte/groupes/${group.slug}`}>{group.title}</a>
        </>
      )}
      {by !== null && ` (${by})`}
    </>
  )
}

function Partners({ partners }: { partners: PactPartner[] }) {
  const signed = partners.filter(({ signatorySince }) => signatorySince !== null)
  const beside = partners.filter(
    ({ signatorySince, kind }) =>
      signatorySince === null && (kind === 'chamber' || kind === 'professional-body'),
  )
  return (
    <>
      <h2 id="signataires">Signataires</h2>
      {signed.length === 0 ? (
        <p>Aucun signataire pour l’instant.</p>
      ) : (
        <ul>
          {signed.map(({ name, signatorySince, signatoryUntil }) => (
            <li>
              {name}
              {signatorySince !== null && `, depuis le ${shortDate(signatorySince)}`}
              {signatoryUntil !== null && `, jusqu’au ${shortDate(signatoryUntil)}`}
            </li>
          ))}
        </ul>
      )}
      {beside.length > 0 && (
        <>
          <h3>Partenaires</h3>
          <ul>
            {beside.map(({ name }) => (
              <li>{name}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Joining({ uses }: { uses: { organisation: string; tool: string | null }[] }) {
  const joined = uses.filter(({ tool }) => tool !== null)
  return (
    <>
      <h2 id="rejoindre">Rejoindre la démarche</h2>
      <p>
        Tout acheteur public de l’Aude peut rejoindre le pacte, ou se servir de ses outils sans
        l’avoir signé.{' '}
        <a href="/pacte/rejoindre">Rejoindre la démarche, ou dire que nous utilisons cet outil</a>
      </p>
      {joined.length > 0 && (
        <ul>
          {joined.map(({ organisation, tool }) => (
            <li>
              {organisation} utilise : {tool}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
