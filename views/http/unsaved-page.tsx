import { type Frame, Layout } from '../layout/layout.tsx'
import { KeptForm, type SentFile } from '../shared/kept-form.tsx'

interface Unsaved {
  frame: Frame
  form: URLSearchParams | null
  /** Absent: it takes none. */
  files: SentFile[] | undefined
  /** Nobody knows whether it was saved. */
  mayStand: boolean
}

/** A form that came while the database was away: kept to be sent again, unless nobody has read it (null). */
export function UnsavedPage({ frame, form, files, mayStand }: Unsaved) {
  const title = mayStand
    ? 'Votre saisie a peut-être été enregistrée'
    : 'Votre saisie n’a pas pu être enregistrée'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {mayStand ? <MayStand /> : form ? <Away /> : <NotKept />}
        {form && <KeptForm action={frame.path} form={form} files={files} />}
      </div>
    </Layout>
  )
}

function MayStand() {
  return (
    <p>
      Le service s’est interrompu au moment d’enregistrer, et nous ne savons pas s’il l’a fait.
      Laissez cette page ouverte, qui garde ce que vous avez saisi. Dans une minute, regardez dans
      un autre onglet si votre saisie y est : ne la renvoyez que si elle manque.
    </p>
  )
}

function Away() {
  return (
    <p>
      Le service ne peut rien enregistrer en ce moment. Ce que vous avez saisi est gardé sur cette
      page : laissez-la ouverte, et renvoyez votre saisie dans une minute.
    </p>
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
