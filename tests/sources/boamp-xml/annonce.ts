/** Builds small notices in BOAMP XML 2.3.0: only what a test is about is given. */
export interface MadeAnnonce {
  idweb?: string
  famille?: string
  perimetre?: string
  nature?: string
  statut?: string
  /** Content of GESTION/MARCHE. */
  marche?: string
  indexation?: string
  identite?: string
  objet?: string
  /** What follows OBJET in DONNEES. */
  donnees?: string
}

export function annonce(made: MadeAnnonce = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ANNONCE>
<GESTION>
<REFERENCE><IDWEB>${made.idweb ?? '26-100'}</IDWEB>${type(made)}</REFERENCE>
<MARCHE>${made.marche ?? ''}</MARCHE>
<INDEXATION><DATE_PUBLICATION>2026-11-20</DATE_PUBLICATION>${made.indexation ?? ''}</INDEXATION>
</GESTION>
<DONNEES>
<IDENTITE>${made.identite ?? '<DENOMINATION>Ville de Quillan</DENOMINATION>'}</IDENTITE>
${made.objet === '' ? '' : `<OBJET>${made.objet ?? '<TITRE_MARCHE>Station-service</TITRE_MARCHE>'}</OBJET>`}
${made.donnees ?? ''}
</DONNEES>
</ANNONCE>`
}

export function earlier(idweb: string, nature: string, statut: string): string {
  return `<ANNONCE_ANTERIEUR><REFERENCE><IDWEB>${idweb}</IDWEB>${type({ nature, statut })}</REFERENCE></ANNONCE_ANTERIEUR>`
}

function type({ famille, perimetre, nature, statut }: MadeAnnonce): string {
  return `<TYPE_AVIS><FAMILLE><${famille ?? 'FNS'}/></FAMILLE><PERIMETRE><${perimetre ?? 'CMP-2006'}/></PERIMETRE><NATURE>${nature ?? '<APPEL_OFFRE/>'}</NATURE><STATUT><${statut ?? 'INITIAL'}/></STATUT></TYPE_AVIS>`
}
