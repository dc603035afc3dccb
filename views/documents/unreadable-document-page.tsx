import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'

/** Why a document that stood here is not given. */
export function UnreadableDocumentPage({
  frame,
  name,
  why,
  withdrawnAt,
  library,
}: {
  frame: Frame
  name: string
  why: 'withdrawn' | 'infected' | 'waiting'
  withdrawnAt: Date | null
  /** What it belongs to in the library, and why it was withdrawn there; null elsewhere. */
  library: { path: string; title: string; reason: string } | null
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
        {why === 'withdrawn' && library && (
          <>
            <p>Ce fichier a été retiré{withdrawnAt && ` le ${longDate(withdrawnAt)}`}.</p>
            {library.reason !== '' && <p class="note as-written">Motif : {library.reason}</p>}
          </>
        )}
        {why === 'withdrawn' && !library && (
          <p>
            L’acheteur qui l’avait déposé a retiré ce document
            {withdrawnAt && ` le ${longDate(withdrawnAt)}`}. La page de la consultation dit ce qui
            le remplace, s’il y a lieu.
          </p>
        )}
        {library ? (
          <p>
            <a href={library.path}>{library.title}</a> ·{' '}
            <a href="/documents">Documents et guides</a>
          </p>
        ) : (
          <p>
            <a href="/">Voir toutes les consultations en cours</a>
          </p>
        )}
      </div>
    </Layout>
  )
}
