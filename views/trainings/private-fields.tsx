import { fieldId, FieldGroup } from '../shared/form.tsx'

/** A field that people do not see, and programs fill in. */
export function Trap() {
  return (
    <div class="unseen" aria-hidden="true">
      <label for="champ-site-web">Ne remplissez pas ce champ</label>
      <input id="champ-site-web" name="site_web" value="" tabindex={-1} autocomplete="off" />
    </div>
  )
}

interface ConsentFieldProps {
  label: string
  checked: boolean
  error: string | undefined
}

/** One box to tick before anything personal is kept. */
export function ConsentField({ label, checked, error }: ConsentFieldProps) {
  return (
    <FieldGroup name="accord" label="Vos données" {...(error ? { error } : {})}>
      <p class="tick">
        <input id={fieldId('accord')} name="accord" type="checkbox" value="oui" checked={checked} />
        <label for={fieldId('accord')}>{label}</label>
      </p>
    </FieldGroup>
  )
}
