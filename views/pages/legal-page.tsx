import { Contact } from '../shared/contact.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'

/** Who publishes this instance, what its texts are worth and under which licences it stands. */
export function LegalPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title="Mentions légales">
      <div class="prose">
        <h1>Mentions légales</h1>
        <h2>Éditeur</h2>
        <p>
          Ce service est édité par {frame.operator}, dont le représentant légal est directeur de la
          publication. L’hébergement est assuré par l’éditeur ou pour son compte.
        </p>
        <h2>Valeur des informations</h2>
        <p>
          Guichet relève les consultations que les acheteurs publient ailleurs et les rassemble.{' '}
          <strong>Seuls l’avis et le dossier publiés par l’acheteur font foi.</strong> Chaque page
          renvoie à la publication officielle et dit d’où vient chaque information. Une erreur ?
          Signalez-la à l’éditeur : <Contact frame={frame} />.
        </p>
        <h2>Réutilisation</h2>
        <p>
          Les avis sont des informations publiques, réutilisables sous la Licence Ouverte 2.0
          d’Etalab, en citant leur source et leur date. Les flux et les exports sont faits pour
          cela.
        </p>
        <h2 id="code-source">Code source</h2>
        <p>
          Guichet est un logiciel libre, sous licence AGPL-3.0 ou ultérieure. Toute personne qui
          utilise ce service peut en obtenir le code source{' '}
          {frame.sourceCode ? (
            <a href={frame.sourceCode}>à cette adresse</a>
          ) : (
            <>auprès de {frame.operator}</>
          )}
          .
        </p>
      </div>
    </Layout>
  )
}
