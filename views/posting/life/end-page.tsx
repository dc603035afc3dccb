import type { LotChoice } from '../../../src/posting/lot-changes.ts'
import {
  ChoiceField,
  errorOf,
  FormActions,
  type FormError,
  type FormOption,
  TextArea,
} from '../../shared/form.tsx'
import { DEED_TITLES } from '../../words/life.ts'
import { LotTicks } from './lot-ticks.tsx'
import { type LifeFrame, LifePage, VersionField } from './life-page.tsx'

interface EndPageProps extends LifeFrame {
  deed: 'sans-suite' | 'infructueux'
  lots: LotChoice[]
  whole: boolean
  grounds: FormOption[]
  typed: { lots: string[]; ground: string; words: string }
  errors: FormError[]
  /** Why it cannot be said yet; then no form is shown. */
  tooEarly: string | null
}

const LEADS = {
  'sans-suite':
    'La procédure s’arrête, en tout ou par lots (art. R. 2185-1). Les entreprises lisent le motif : il leur est dû (art. R. 2185-2).',
  infructueux:
    'Aucune offre ne peut être retenue, pour toute la consultation ou pour des lots. Les entreprises lisent le motif.',
}

/** The end of a consultation or of some of its lots without a contract, with its ground. */
export function EndPage(props: EndPageProps) {
  const { base, consultation, deed, lots, whole, grounds, typed, errors, tooEarly } = props
  return (
    <LifePage {...props} title={DEED_TITLES[deed]} lead={LEADS[deed]}>
      {tooEarly ? (
        <p class="note">{tooEarly}</p>
      ) : (
        <form method="post" action={`${base}/${deed}`} class="entry" novalidate>
          <VersionField consultation={consultation} />
          <LotTicks lots={lots} ticked={typed.lots} whole={whole} error={errorOf(errors, 'lot')} />
          <ChoiceField
            name="motif"
            label="Motif"
            hint="Publié."
            options={grounds}
            values={[typed.ground]}
            error={errorOf(errors, 'motif')}
          />
          <TextArea
            name="precisions"
            label="En quelques mots"
            hint="Publié. Nécessaire pour « autre motif »."
            optional
            value={typed.words}
            error={errorOf(errors, 'precisions')}
          />
          <FormActions back={base} label="Publier" />
        </form>
      )}
    </LifePage>
  )
}
