import { type FormError, TextArea, TextField, typedFields } from '../shared/form.tsx'
import type { FieldLabels } from '../words/training-problems.ts'

interface DiagnosisFieldsProps {
  form: URLSearchParams
  errors: FormError[]
  labels: FieldLabels
}

const PARTS = {
  industriel: 'Activité, carnet de commandes, outil de production, clients et fournisseurs.',
  financier: 'Trésorerie, dettes fiscales, sociales et bancaires, échéances proches.',
  social: 'Salariés, salaires, chômage partiel, départs envisagés.',
}

/** The diagnosis of a firm in difficulty, in its three parts, and the jobs concerned. */
export function DiagnosisFields({ form, errors, labels }: DiagnosisFieldsProps) {
  const field = typedFields(form, errors)
  return (
    <>
      <TextField
        {...field('emplois')}
        label={labels['emplois'] ?? ''}
        optional
        hint="Nombre d’emplois menacés"
        inputmode="numeric"
        size={8}
      />
      {Object.entries(PARTS).map(([name, hint]) => (
        <TextArea {...field(name)} label={labels[name] ?? name} hint={hint} optional />
      ))}
    </>
  )
}
