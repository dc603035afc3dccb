import { type Frame, Layout } from '../layout/layout.tsx'
import { KeptForm, type SentFile } from '../shared/kept-form.tsx'

/** A form that came while the database was away: kept to be sent again, unless nobody has read it (null). */
export function UnsavedPage({
  frame,
  form,
  files,
}: {
  frame: Frame
  form: URLSearchParams | null
  /** Absent: it takes none. */
  files: SentFile[] | undefined
}) {
  const title = 'Votre saisie n’a pas pu être enregistrée'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {form ? <Kept frame={frame} form={form} files={files} /> : <NotKept />}
      </div>
    </Layout>
  )
}

function Kept(props: { frame: Frame; form: URLSearchParams; files: SentFile[] | undefined }) {
  const { frame, form, files } = props
  return (
    <>
      <p>
        Le service ne peut rien enregistrer en ce moment. Ce que vous avez saisi est gardé sur cette
        page : laissez-la ouverte, et renvoyez votre saisie dans une minute.
      </p>
      <KeptForm action={frame.path} form={form} files={files} />
    </>
  )
}

function NotKept() {
  return (
    <p>
      Le service ne peut rien enregistrer en ce moment : ni le fichier, ni ce qui l’accompagnait.
      Revenez en arrière : votre navigateur garde ce que vous avez saisi. Choisissez de nouveau le
      fichier, et recommencez dans une minute.
    </p>
  )
}
