import { SubmitButton } from '../shared/form.tsx'
/** Erases a private page before its time. */
export function EraseForm({ action }: { action: string }) {
  return (
    <>
      <p>
        L’adresse de cette page est privée : qui la connaît lit vos documents. Gardez-la si vous
        voulez y revenir.
      </p>
      <form method="post" action={action}>
        <SubmitButton quiet>Tout effacer maintenant</SubmitButton>
      </form>
    </>
  )
}
