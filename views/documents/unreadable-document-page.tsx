import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'

/** Why a document that stood here is not given. */
export function UnreadableDocumentPage({
  frame,
  name,
  why,
  withdrawnAt,
}: {
  frame: Frame
  name: string
  why: 'withdrawn' | 'infected' | 'waiting'
  withdrawnAt: Date | null
}) {
  const title = why === 'waiting' ? 'Document en cours de vérification' : 'Document retiré'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>« {name} »</p>
        {why === 'waiting' && (
          <p>Ce document vient d’être déposé. Il pourra être lu dans quelques minutes.</p>
        )}
        {why === 'infected' && (
          <p>L’antivirus a refusé ce document. Demandez-le à l’acheteur qui l’avait déposé.</p>
        )}
        {why === 'withdrawn' && (
          <p>
            L’acheteur qui l’avait déposé a retiré ce document
            {withdrawnAt && ` le ${longDate(withdrawnAt)}`}. La page de la consultation dit ce qui
            le remplace, s’il y a lieu.
          </p>
        )}
        <p>
          <a href="/">Voir toutes les consultations en cours</a>
        </p>
      </div>
    </Layout>
  )
}
