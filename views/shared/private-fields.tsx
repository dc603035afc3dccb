import { FieldGroup, fieldId, TextField, type typedFields } from './form.tsx'

/** A field that people do not see, and programs fill in. */
export function Trap() {
  return (
    <div class="unseen" aria-hidden="true">
      <label for="champ-site-web">Ne remplissez pas ce champ</label>
      <input id="champ-site-web" name="site_web" value="" tabindex={-1} autocomplete="off" />
    </div>
  )
}

/** The same, with another word for what reads it out. */
export function Honeypot() {
  return (
    <div class="unseen">
      <label for="champ-website">Laissez ce champ vide</label>
      <input id="champ-website" name="website" tabindex={-1} autocomplete="off" />
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

interface ComerFieldsProps {
  field: ReturnType<typeof typedFields>
  /** What the address is written to for. */
  mailHint: string
}

/** Who comes, for which firm, and where to write. */
export function ComerFields({ field, mailHint }: ComerFieldsProps) {
  return (
    <>
      <TextField {...field('entreprise')} label="Entreprise" autocomplete="organization" />
      <TextField
        {...field('siret')}
        label="SIRET"
        optional
        hint="14 chiffres, par exemple 123 456 782 00010"
        inputmode="numeric"
        size={20}
      />
      <TextField
        {...field('personne')}
        label="Nom et prénom de la personne qui vient"
        autocomplete="name"
      />
      <TextField
        {...field('courriel')}
        label="E-mail"
        type="email"
        autocomplete="email"
        hint={mailHint}
      />
    </>
  )
}
