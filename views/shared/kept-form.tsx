/** A file that was sent with a form, in a field of it. */
export interface SentFile {
  field: string
  name: string
}

/**
 * A form as it came, to be sent again to the same address: what was typed is in it, files have to be chosen again.
 * `files` absent: one that takes none.
 */
export function KeptForm({
  action,
  form,
  files,
}: {
  action: string
  form: URLSearchParams
  files?: SentFile[] | undefined
}) {
  const byField = [...Map.groupBy(files ?? [], ({ field }) => field)]
  const enctype = files ? 'multipart/form-data' : undefined
  return (
    <form method="post" action={action} enctype={enctype}>
      {[...form].map(([name, value]) => (
        <textarea name={name} hidden>
          {`\n${value}`}
        </textarea>
      ))}
      {byField.map(([field, those]) => (
        <p>
          <label for={`fichier-${field}`}>
            À joindre de nouveau : {those.map(({ name }) => name).join(', ')}
          </label>
          <input id={`fichier-${field}`} type="file" name={field} multiple />
        </p>
      ))}
      <button type="submit" class="button">
        Renvoyer ma saisie
      </button>
    </form>
  )
}
