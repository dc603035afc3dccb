import type { Statements } from '../../src/db/settings.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Contact, ReachedAt } from '../shared/contact.tsx'
import { FactLine } from '../shared/fact-line.tsx'

const OPEN_LICENCE = 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/'

/** Who publishes this instance (law 2004-575, article 1-1), what its texts are worth and under which licences it stands. */
export function LegalPage({ frame, statements }: { frame: Frame; statements: Statements }) {
  const { address, director, host } = statements
  return (
    <Layout
      frame={frame}
      title="Mentions légales"
      description={`Qui édite et héberge Guichet (${frame.operator}), ce que valent ses informations, et sous quelles licences les réutiliser.`}
    >
      <div class="prose">
        <h1>Mentions légales</h1>
        <h2>Éditeur</h2>
        <dl class="facts">
          <FactLine label="Éditeur">{frame.operator}</FactLine>
          <FactLine label="Adresse">{address ?? 'celle de son siège'}</FactLine>
          <FactLine label="Contact">{frame.contact && <ReachedAt at={frame.contact} />}</FactLine>
          <FactLine label="Directeur de la publication">
            {director ?? 'le représentant légal de l’éditeur'}
          </FactLine>
          <FactLine label="Hébergement">
            {host ?? 'assuré par l’éditeur ou pour son compte'}
          </FactLine>
        </dl>
        <h2>Valeur des informations</h2>
        <p>
          Guichet relève les consultations que les acheteurs publient ailleurs et les rassemble.{' '}
          <strong>Seuls l’avis et le dossier publiés par l’acheteur font foi.</strong> Chaque page
          renvoie à la publication officielle et dit d’où vient chaque information. Une erreur ?
          Signalez-la à l’éditeur : <Contact frame={frame} />.
        </p>
        <h2>Réutilisation</h2>
        <p>
          Les avis sont des informations publiques, réutilisables sous la{' '}
          <a href={OPEN_LICENCE} rel="license external">
            Licence Ouverte 2.0 d’Etalab
          </a>
          , en citant leur source et leur date. Les <a href="/flux">flux</a> et les{' '}
          <a href="/donnees">exports</a> sont faits pour cela. Les documents déposés par les
          partenaires disent eux-mêmes sous quelle licence ils sont.
        </p>
        <h2 id="code-source">Code source</h2>
        <p>
          Guichet est un logiciel libre, sous licence AGPL-3.0 ou ultérieure. Toute personne qui
          utilise ce service peut en obtenir le code source{' '}
          {frame.sourceCode ? (
            <a href={frame.sourceCode}>à cette adresse</a>
          ) : (
            <>auprès de l’éditeur</>
          )}
          .
        </p>
      </div>
    </Layout>
  )
}
