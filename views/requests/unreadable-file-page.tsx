import { type Frame, Layout } from '../layout/layout.tsx'

/** Why a file of a request is not given. */
export function UnreadableFilePage({
  frame,
  name,
  why,
}: {
  frame: Frame
  name: string
  why: 'infected' | 'waiting'
}) {
  const title = why === 'waiting' ? 'Fichier en cours de vérification' : 'Fichier refusé'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>« {name} »</p>
        <p>
          {why === 'waiting'
            ? 'Ce fichier vient d’être déposé. Il pourra être lu dans quelques minutes.'
            : 'L’antivirus a refusé ce fichier : il n’est donné à personne. Envoyez-le de nouveau une fois assaini.'}
        </p>
      </div>
    </Layout>
  )
}
