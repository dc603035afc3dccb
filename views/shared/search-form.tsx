import type { Child } from 'hono/jsx'
import { AMOUNT_CUTS, DEFAULT_RADIUS, RADII } from '../../src/consultations/filter.ts'
import { euros } from '../format.ts'
import { Choice, type Option } from './choice.tsx'
import { SubmitButton } from './form.tsx'

interface SearchFormProps {
  /** Where the question is put: « / », « /flux »… */
  action: string
  words: string | undefined
  /** Names what is folded on a small screen. */
  summary: string
  open?: boolean | undefined
  children: Child
}

/**
 * What can be asked of a board. Without JavaScript it is a form like any other; with it, the answer's main part replaces
 * the page's (the answer is always a whole page).
 */
export function SearchForm({ action, words, summary, open, children }: SearchFormProps) {
  return (
    <form
      class="filter"
      role="search"
      action={action}
      method="get"
      hx-get={action}
      hx-trigger="submit, change target:'select, [type=checkbox]'"
      hx-target="#contenu"
      hx-select="#contenu"
      hx-swap="outerMorph"
      hx-push-url="true"
      hx-sync="this:replace"
    >
      <div class="filter-search">
        <label for="f-q">Rechercher</label>
        <div class="filter-line">
          <input
            id="f-q"
            name="q"
            type="search"
            value={words ?? ''}
            maxlength={200}
            placeholder="école, voirie…"
            enterkeyhint="search"
          />
          <SubmitButton>
            <span class="ready">Filtrer</span>
            <span class="waiting" aria-hidden="true">
              Filtrage…
            </span>
          </SubmitButton>
        </div>
      </div>
      <details class="criteria" id="criteres" open={open}>
        <summary>{summary}</summary>
        {children}
        <SubmitButton quiet>Filtrer</SubmitButton>
      </details>
    </form>
  )
}

interface PlaceFieldsProps {
  place: string | undefined
  label: string | null
  radius: number | undefined
}

/** Where, and how far from there. Of several places of the same name, the one that its code tells is written with it. */
export function PlaceFields({ place = '', label, radius }: PlaceFieldsProps) {
  return (
    <div class="field-place">
      <p class="field">
        <label for="f-lieu">Où ?</label>
        <input
          id="f-lieu"
          name="lieu"
          value={/-\d[\dab]\d{3}$/i.test(place) ? place : (label ?? place)}
          maxlength={120}
          autocomplete="off"
          aria-describedby="f-lieu-aide"
        />
      </p>
      <Choice
        name="rayon"
        label="Rayon"
        any="30 km"
        options={RADII.filter((each) => each !== DEFAULT_RADIUS).map((each) => ({
          value: String(each),
          label: `${each} km`,
        }))}
        selected={radius ? String(radius) : null}
      />
      <p class="hint" id="f-lieu-aide">
        Commune, code postal, intercommunalité ou « Aude »
      </p>
    </div>
  )
}

/** From which amount to which; what is asked and is no usual step is one more. */
export function AmountFields({ min, max }: { min: number | undefined; max: number | undefined }) {
  return (
    <div class="field-pair">
      <Choice
        name="montant-min"
        label="Montant HT, de"
        any="0 €"
        options={cuts(min)}
        selected={min === undefined ? null : String(min)}
      />
      <Choice
        name="montant-max"
        label="à"
        any="sans limite"
        options={cuts(max)}
        selected={max === undefined ? null : String(max)}
      />
    </div>
  )
}

function cuts(asked: number | undefined): Option[] {
  const steps =
    asked === undefined || AMOUNT_CUTS.includes(asked) ? AMOUNT_CUTS : [asked, ...AMOUNT_CUTS]
  return steps
    .toSorted((a, b) => a - b)
    .map((step) => ({ value: String(step), label: euros(step) }))
}

interface TickProps {
  name: string
  value?: string
  label: string
  on: boolean | undefined
}

export function Tick({ name, value = 'oui', label, on }: TickProps) {
  return (
    <p class="tick">
      <input type="checkbox" id={`f-${name}`} name={name} value={value} checked={on} />
      <label for={`f-${name}`}>{label}</label>
    </p>
  )
}

interface AskedListProps {
  /** Each with the address at which it is asked no longer. */
  asked: { text: string; without: string }[]
  /** Where nothing is asked. */
  page: string
}

/** What is asked, each with a link that no longer asks it. */
export function AskedList({ asked, page }: AskedListProps) {
  if (asked.length === 0) return null
  return (
    <ul class="active" aria-label="Filtres posés">
      {asked.map(({ text, without }) => (
        <li>
          <a href={without}>
            <span class="unseen">Retirer : </span>
            {text}
            <span class="cross" aria-hidden="true">
              ×
            </span>
          </a>
        </li>
      ))}
      {asked.length > 1 && (
        <li>
          <a class="all" href={page}>
            Tout retirer
          </a>
        </li>
      )}
    </ul>
  )
}
