import type { Category, Procedure } from '../../src/consultations/facts.ts'
import type { Filter } from '../../src/consultations/filter.ts'
import type { Board, Count, FacetValue, FilterLabels } from '../../src/consultations/shown.ts'
import { countText } from '../format.ts'
import { Choice, type Option } from '../shared/choice.tsx'
import { AmountFields, PlaceFields, SearchForm, Tick } from '../shared/search-form.tsx'
import { askedWords, QUERY_WORDS } from '../words/query.ts'

interface FilterFormProps {
  /** Where the question is put: « / » or « /flux ». */
  action: string
  filter: Filter
  labels: FilterLabels
  facets: Board['facets']
  /** A subscription keeps neither deadline nor sort, and can choose its notices. */
  subscription?: boolean
}

/** What can be asked of consultations, of the board or to subscribe. */
export function FilterForm({ action, filter, labels, facets, subscription }: FilterFormProps) {
  const asked = askedWords(filter)
  const select = (name: string) => asked.get(name)
  return (
    <SearchForm
      action={action}
      words={filter.q}
      summary="Métier, lieu, montant…"
      open={subscription}
    >
      <Choice
        name="metier"
        label="Métier"
        any="Tous les métiers"
        options={counted(facets.trade, filter.trade, labels.trade)}
        selected={select('metier')}
      />
      <PlaceFields place={filter.place} label={labels.place} radius={filter.radius} />
      <Choice
        name="type"
        label="Type"
        any="Tous les types"
        options={withCounts('type', facets.category, CATEGORY_OF)}
        selected={select('type')}
      />
      <AmountFields min={filter.amountMin} max={filter.amountMax} />
      {!subscription && (
        <Choice
          name="echeance"
          label="À remettre"
          any="Quelle que soit la date"
          options={choices('echeance')}
          selected={select('echeance')}
        />
      )}
      <Choice
        name="acheteur"
        label="Acheteur"
        any="Tous les acheteurs"
        options={counted(facets.buyer, filter.buyer, labels.buyer)}
        selected={select('acheteur')}
      />
      <Tick name="partenaires" label="Partenaires du pacte seulement" on={filter.partnersOnly} />
      <Tick name="precis" label="Masquer les non précisés" on={filter.knownOnly} />
      <details class="criteria-more" id="autres-criteres" open={asksMore(filter)}>
        <summary>Autres critères</summary>
        <Choice
          name="procedure"
          label="Procédure"
          any="Toutes les procédures"
          options={withCounts('procedure', facets.procedure, PROCEDURES_OF)}
          selected={select('procedure')}
        />
        <Choice
          name="lots"
          label="Lots"
          any="Allotis ou non"
          options={choices('lots')}
          selected={select('lots')}
        />
        <Tick
          name="visite"
          value="aucune"
          label="Sans visite obligatoire"
          on={filter.withoutVisit}
        />
        <Choice
          name="reserve"
          label="Marchés réservés"
          any="Tous les marchés"
          options={choices('reserve')}
          selected={select('reserve')}
        />
        <Choice
          name="paru"
          label="Parution"
          any="Quelle que soit la date"
          options={choices('paru')}
          selected={select('paru')}
        />
        <Choice
          name="etat"
          label="État"
          any={subscription ? 'Suivre jusqu’au résultat' : 'En cours'}
          options={choices('etat').filter(({ value }) => subscription || value !== 'en-cours')}
          selected={select('etat')}
        />
        {subscription && (
          <>
            <Choice
              name="avis"
              label="Avis à recevoir"
              any="Tous les avis"
              options={choices('avis')}
              selected={select('avis')}
            />
            <Tick
              name="vue"
              value="consultations"
              label="Une entrée par consultation, tenue à jour"
              on={filter.view === 'consultations'}
            />
            <Tick
              name="contenu"
              value="echeances"
              label="Dans l’agenda, les dates limites sans les visites"
              on={filter.contents === 'deadlines'}
            />
          </>
        )}
        {!subscription && filter.sort && (
          <input type="hidden" name="tri" value={select('tri') ?? ''} />
        )}
      </details>
    </SearchForm>
  )
}

/** The folded part stands open when something in it is asked. */
function asksMore(filter: Filter): boolean {
  const {
    procedure,
    lots,
    withoutVisit,
    reserved,
    publishedWithin,
    state,
    notices,
    view,
    contents,
  } = filter
  return Boolean(
    procedure ||
    lots ||
    withoutVisit ||
    reserved ||
    publishedWithin ||
    state ||
    notices ||
    view ||
    contents,
  )
}

/** The facet's values with how many each gives; what is asked is there even when the facet has left it out. */
function counted(facet: FacetValue[], value: string | undefined, label: string | null): Option[] {
  const options = facet.map(({ value, label, count, group }) => ({
    value,
    label: withCount(label, count),
    group,
  }))
  if (value === undefined || options.some((option) => option.value === value)) return options
  return [{ value, label: label ?? value, group: undefined }, ...options]
}

/** Every choice of a word with how many it gives, zero included where it is known. */
function withCounts(word: string, facet: FacetValue[], codes: Record<string, string[]>): Option[] {
  return choices(word).map(({ value, label }) => {
    const found = facet.filter((each) => codes[value]?.includes(each.value))
    const count = found.reduce((sum, each) => sum + each.count.count, 0)
    return { value, label: withCount(label, { count, more: found.some(isMore) }) }
  })
}

/** « Travaux (12) »; none among those looked at alone says nothing of how many there are. */
function withCount(label: string, count: Count): string {
  return count.more && count.count === 0 ? label : `${label} (${countText(count)})`
}

/** Which of the facet's values each word of the address stands for. */
const CATEGORY_OF: Record<string, Category[]> = {
  travaux: ['works'],
  fournitures: ['supplies'],
  services: ['services'],
}
const PROCEDURES_OF: Record<string, Procedure[]> = {
  'petit-marche': ['below-threshold'],
  adaptee: ['adapted'],
  formalisee: ['open', 'restricted', 'negotiated', 'competitive-dialogue', 'formal'],
  concession: ['concession'],
}

function isMore({ count }: FacetValue): boolean {
  return count.more
}

function choices(word: string): Option[] {
  return Object.entries(QUERY_WORDS[word]?.values ?? {}).map(([value, label]) => ({ value, label }))
}
