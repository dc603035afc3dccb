import type { Trade } from '../../src/consultations/trades.ts'
import type { CandidateConsultation } from '../../src/programme/candidates.ts'
import { STATUS_WORDS, type StatusAsked } from '../../src/programme/filter.ts'
import type { ProgrammePage } from '../../src/programme/list.ts'
import type { ListedPurchase } from '../../src/programme/listed.ts'
import { LINE_COLUMNS } from '../../src/programme/template.ts'
import { longDate, shortDate, upperFirst } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { Pager } from '../shared/pager.tsx'
import {
  ChoiceField,
  errorOf,
  FieldGroup,
  fieldId,
  type FormError,
  SelectField,
  SubmitButton,
  TextArea,
  TextField,
} from '../shared/form.tsx'
import {
  FORECAST_SENTENCE,
  LINE_FIELD_LABELS,
  standingText,
  STATUS_ASKED_LABELS,
} from '../words/programme.ts'

/** What each page of a partner's programme is given. */
export interface DeskProps {
  frame: Frame
  partner: { slug: string; name: string }
  /** `/espace/narbonne/programmation` */
  base: string
}

interface ProgrammeDeskProps extends DeskProps {
  list: ProgrammePage
  status: StatusAsked | null
  /** Addresses of the neighbouring pages. */
  previous: string | null
  next: string | null
  done: string | null
}

/** A partner's own programme. */
export function ProgrammeDeskPage(props: ProgrammeDeskProps) {
  const { frame, partner, base, list, status, previous, next, done } = props
  return (
    <InnerPage
      frame={frame}
      title="Notre programmation"
      back={{ href: '/espace', label: 'Espace partenaires' }}
      done={done}
    >
      <p class="lead">
        Pour {partner.name}. {FORECAST_SENTENCE} Annoncer un achat tôt, même sans montant ni date
        sûre, laisse aux petites entreprises le temps de se préparer.
      </p>
      <p class="form-actions">
        <a class="button" href={`${base}/nouvel-achat`}>
          Ajouter un achat
        </a>
        <a class="button button-quiet" href={`${base}/import`}>
          Importer un fichier (CSV, XLSX)
        </a>
      </p>
      <nav aria-label="Statut">
        <ul class="inline">
          <li>
            <a href={base} aria-current={status === null ? 'page' : undefined}>
              À venir et en retard
            </a>
          </li>
          {(['late', 'published', 'dropped', 'all'] as const).map((each) => (
            <li>
              <a
                href={`${base}?statut=${STATUS_WORDS[each]}`}
                aria-current={status === each ? 'page' : undefined}
              >
                {STATUS_ASKED_LABELS[each]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {list.items.length === 0 ? (
        <p>Aucun achat ici pour l’instant.</p>
      ) : (
        <ul>
          {list.items.map((purchase) => (
            <li>
              <a href={`${base}/${purchase.id}`}>{purchase.facts.object}</a>
              <span class="quiet"> – {standingText(purchase)}</span>
            </li>
          ))}
        </ul>
      )}
      <Pager previous={previous} next={next} />
    </InnerPage>
  )
}

interface PurchaseDeskProps extends DeskProps {
  purchase: ListedPurchase
  done: string | null
  errors: FormError[]
}

/** One line, and what can be done with it. */
export function PurchaseDeskPage({ frame, base, purchase, done, errors }: PurchaseDeskProps) {
  const { id, facts, status, became, path, version, droppedReason } = purchase
  const own = `${base}/${id}`
  const hidden = <input type="hidden" name="version" value={String(version)} />
  return (
    <InnerPage
      frame={frame}
      title={facts.object}
      back={{ href: base, label: 'Notre programmation' }}
      done={done}
      errors={errors}
    >
      <p>
        <strong>{upperFirst(standingText(purchase))}</strong>
        {droppedReason !== '' && ` : ${droppedReason}`}. <a href={path}>Voir la page publique</a>
      </p>
      {became && (
        <p>
          Devenu : <a href={became.path}>{became.title}</a>, publiée le{' '}
          {longDate(became.publishedAt)}.
        </p>
      )}
      <ul class="actions">
        <li>
          <a href={`${own}/modifier`}>Modifier ce qui est prévu</a>
        </li>
        <li>
          <a href={`${own}/consultation`}>
            {became ? 'Changer de consultation' : 'Dire quelle consultation il est devenu'}
          </a>
        </li>
        {status === 'waiting' && (
          <li>
            <a href={`${own}/abandon`}>Abandonner cet achat</a>
          </li>
        )}
      </ul>
      {became && (
        <form method="post" action={`${own}/separation`}>
          {hidden}
          <SubmitButton quiet>Retirer le lien avec cette consultation</SubmitButton>
        </form>
      )}
      {status === 'dropped' && (
        <form method="post" action={`${own}/reprise`}>
          {hidden}
          <SubmitButton quiet>Prévoir de nouveau cet achat</SubmitButton>
        </form>
      )}
    </InnerPage>
  )
}

interface LineFormProps extends DeskProps {
  title: string
  back: { href: string; label: string }
  typed: URLSearchParams
  errors: FormError[]
  /** The version that was read; null for what is new. */
  version: number | null
  trades: Trade[]
  /** Years that can be chosen. */
  years: number[]
}

/** A planned purchase, to add or to change. */
export function PurchaseFormPage(props: LineFormProps) {
  const { typed, errors, version, trades, years, back } = props
  const field = (name: keyof typeof LINE_COLUMNS) => ({
    name,
    label: LINE_FIELD_LABELS[name] ?? LINE_COLUMNS[name].name,
    value: typed.get(name) ?? '',
    error: errorOf(errors, name),
  })
  return (
    <InnerPage {...props}>
      <p>{FORECAST_SENTENCE} Seuls l’objet et l’année sont nécessaires.</p>
      <form method="post" class="entry" novalidate>
        {version !== null && <input type="hidden" name="version" value={String(version)} />}
        <TextField
          {...field('object')}
          hint="En une phrase. Par exemple : Réfection de la cour de l’école Jean-Jaurès"
        />
        <SelectField
          {...field('year')}
          none="Choisissez une année"
          options={years.map((year) => ({ value: String(year), label: String(year) }))}
        />
        <SelectField {...field('quarter')} optional none="Non précisé" options={QUARTER_OPTIONS} />
        <SelectField
          {...field('category')}
          optional
          none="Non précisé"
          options={[
            { value: 'travaux', label: 'Travaux' },
            { value: 'fournitures', label: 'Fournitures' },
            { value: 'services', label: 'Services' },
          ]}
        />
        <FieldGroup
          name="trades"
          label="Métiers"
          optional
          hint="Sans choix, ils sont déduits des codes CPV, sinon de l’objet."
          error={errorOf(errors, 'trades')}
        >
          <details open={typed.has('trades')}>
            <summary>Choisir des métiers</summary>
            <div class="ticks">
              {trades.map(({ slug, label }, index) => {
                const id = index === 0 ? fieldId('trades') : `${fieldId('trades')}-${slug}`
                return (
                  <p class="tick">
                    <input
                      id={id}
                      type="checkbox"
                      name="trades"
                      value={slug}
                      checked={typed.getAll('trades').includes(slug)}
                    />
                    <label for={id}>{label}</label>
                  </p>
                )
              })}
            </div>
          </details>
        </FieldGroup>
        <TextField {...field('cpv')} optional hint="Huit chiffres, par exemple 45233140." />
        <TextField
          {...field('amountMin')}
          optional
          inputmode="decimal"
          size={14}
          hint="Une tranche suffit. Par exemple : de 40 000 à 90 000."
        />
        <TextField {...field('amountMax')} optional inputmode="decimal" size={14} />
        <TextField
          {...field('place')}
          optional
          hint="Commune, intercommunalité ou « Aude ». Vide : non précisé."
        />
        <TextArea {...field('description')} optional />
        <TextField
          {...field('contactName')}
          optional
          hint="Ce que vous écrivez ici est public ; un service suffit."
        />
        <TextField {...field('contactPhone')} type="tel" optional />
        <TextField {...field('contactEmail')} type="email" optional />
        <Actions label="Enregistrer" back={back} />
      </form>
    </InnerPage>
  )
}

const QUARTER_OPTIONS = [
  { value: 'T1', label: 'T1 (janvier à mars)' },
  { value: 'T2', label: 'T2 (avril à juin)' },
  { value: 'T3', label: 'T3 (juillet à septembre)' },
  { value: 'T4', label: 'T4 (octobre à décembre)' },
]

interface DropProps extends DeskProps {
  purchase: ListedPurchase
  reason: string
  errors: FormError[]
}

/** Says that it will not be bought, and why. */
export function DropPage({ frame, base, purchase, reason, errors }: DropProps) {
  const back = { href: `${base}/${purchase.id}`, label: purchase.facts.object }
  return (
    <InnerPage frame={frame} title="Abandonner cet achat" back={back} errors={errors}>
      <p>L’achat reste visible, comme abandonné, avec le motif.</p>
      <form method="post" class="entry" novalidate>
        <input type="hidden" name="version" value={String(purchase.version)} />
        <TextField
          name="motif"
          label="Motif, publié"
          hint="Par exemple : crédits reportés à l’an prochain"
          value={reason}
          error={errorOf(errors, 'motif')}
        />
        <Actions label="Abandonner cet achat" back={back} />
      </form>
    </InnerPage>
  )
}

interface LinkProps extends DeskProps {
  purchase: ListedPurchase
  candidates: CandidateConsultation[]
  chosen: string
  other: string
  errors: FormError[]
}

/** Says which consultation came of a planned purchase. */
export function LinkPage(props: LinkProps) {
  const { frame, base, purchase, candidates, chosen, other, errors } = props
  const back = { href: `${base}/${purchase.id}`, label: purchase.facts.object }
  return (
    <InnerPage
      frame={frame}
      title="Quelle consultation est-il devenu ?"
      back={back}
      errors={errors}
    >
      <form method="post" class="entry" novalidate>
        <input type="hidden" name="version" value={String(purchase.version)} />
        {candidates.length > 0 && (
          <ChoiceField
            name="consultation"
            label="Une de vos consultations, les plus proches d’abord"
            options={candidates.map(({ reference, title, publishedAt }) => ({
              value: reference,
              label: title,
              hint: `${reference}, publiée le ${shortDate(publishedAt)}`,
            }))}
            values={[chosen]}
            error={errorOf(errors, 'consultation')}
          />
        )}
        <TextField
          name="reference"
          label="Ou sa référence sur le guichet"
          hint="Par exemple : 2026-0042"
          optional={candidates.length > 0}
          size={14}
          value={other}
          error={errorOf(errors, 'reference')}
        />
        <Actions label="Lier cette consultation" back={back} />
      </form>
    </InnerPage>
  )
}

interface AnnouncedProps {
  frame: Frame
  partner: { slug: string; name: string }
  consultation: { title: string; reference: string }
  /** `/espace/narbonne/consultations/2026-0042` */
  base: string
  announced: ListedPurchase[]
  candidates: ListedPurchase[]
  errors: FormError[]
}

/** Says which planned purchase announced a consultation. */
export function AnnouncedPage(props: AnnouncedProps) {
  const { frame, partner, consultation, base, announced, candidates, errors } = props
  const back = { href: base, label: consultation.title }
  const desk = `/espace/${partner.slug}/programmation`
  return (
    <InnerPage frame={frame} title="Annoncée au programme" back={back} errors={errors}>
      {announced.length > 0 && (
        <>
          <p>Cette consultation est déjà liée à :</p>
          <ul>
            {announced.map(({ id, facts, buyer }) => (
              <li>
                <a href={`${desk}/${id}`}>{facts.object}</a>
                <span class="quiet"> – {buyer.name}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {candidates.length === 0 ? (
        <p>
          Aucun achat programmé n’attend de consultation. <a href={desk}>Notre programmation</a>
        </p>
      ) : (
        <form method="post" class="entry" novalidate>
          <SelectField
            name="achat"
            label="Achat programmé dont elle est venue, les plus proches d’abord"
            none="Choisissez un achat"
            options={candidates.map((purchase) => ({
              value: String(purchase.id),
              label: `${purchase.facts.object} (${standingText(purchase)})`,
            }))}
            value=""
            error={errorOf(errors, 'achat')}
          />
          <Actions label="Lier cet achat" back={back} />
        </form>
      )}
    </InnerPage>
  )
}

function Actions({ label, back }: { label: string; back: { href: string } }) {
  return (
    <p class="form-actions">
      <SubmitButton>{label}</SubmitButton>
      <a class="button button-quiet" href={back.href}>
        Revenir sans rien changer
      </a>
    </p>
  )
}
