import { longMoment } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import type { Thing } from '../layout/thing.tsx'
import { Table } from '../shared/table.tsx'
import type { DataFile, Dataset } from './files.ts'

const LICENCE = 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/'

interface DataPageProps {
  frame: Frame
  datasets: Dataset[]
  changedAt: (file: DataFile) => Date | null
  /** A consultation to show as an example; null while there is none. */
  reference: string | null
}

/** What the open data are: files, licence, freshness, identifiers, and how to take them. */
export function DataPage({ frame, datasets, changedAt, reference }: DataPageProps) {
  return (
    <Layout
      frame={frame}
      title="Données ouvertes"
      description="Toutes les données du guichet à télécharger : OCDS, DECP et CSV, sous Licence Ouverte 2.0."
      thing={catalogueThing(frame, datasets)}
    >
      <div class="prose">
        <h1>Données ouvertes</h1>
        <p>
          Tout ce que le guichet montre se télécharge, sans compte ni clé, sous la{' '}
          <a href={LICENCE}>Licence Ouverte 2.0 d’Etalab</a>. Ce qui n’est pas connu est vide ou
          absent, jamais deviné.{' '}
          <strong>Seuls l’avis et le dossier publiés par l’acheteur font foi.</strong>
        </p>
        {frame.demonstration && (
          <p>
            <strong>Ces données sont inventées :</strong> ce site est une démonstration.
          </p>
        )}
      </div>
      {datasets.map((dataset) => (
        <section aria-labelledby={dataset.id}>
          <div class="prose">
            <h2 id={dataset.id}>{dataset.title}</h2>
            <p>
              {dataset.description}
              {dataset.id === 'analyses' && (
                <>
                  {' '}
                  <a href="/analyses/methode">Lire la note de méthode</a>.
                </>
              )}
            </p>
          </div>
          <Table
            caption={<>{dataset.title} : fichiers</>}
            unseen
            columns={['Fichier', 'Ce qu’il contient', 'Format', 'Dernier changement']}
          >
            {dataset.files.map((file) => (
              <FileRow file={file} changedAt={changedAt(file)} />
            ))}
          </Table>
        </section>
      ))}
      <div class="prose">
        <h2 id="formats">Formats</h2>
        <h3 id="ocds">OCDS 1.1</h3>
        <p>
          Le standard ouvert de la commande publique. Chaque consultation a aussi son adresse, la
          même que sa ligne dans les fichiers
          {reference !== null && (
            <>
              {' '}
              : <a href={`/donnees/ocds/${reference}.json`}>/donnees/ocds/{reference}.json</a>
            </>
          )}
          . Une ligne est un paquet complet : on peut la lire, la vérifier ou l’importer seule. Les
          publications (<code>releases</code>) suivent les avis, chacune avec ce que l’on savait
          alors ; la publication compilée (<code>compiledRelease</code>) dit ce que l’on sait
          maintenant. Une correction de pure forme (majuscules, espaces) ne fait pas d’avis et
          paraît aussi dans les publications antérieures.
        </p>
        <p>
          Les SIRET sont donnés sous le code <code>FR-INSEE</code>. Extensions : lots, offres (
          <code>bids</code>), lieux, et{' '}
          <a href="/donnees/ocds/extension/extension.json">celle du guichet</a>, pour ce que les
          avis français disent et que le standard ne prévoit pas.
        </p>
        <h3>DECP</h3>
        <p>
          Le format réglementaire des contrats attribués, au schéma 2.0. Un contrat dont un champ
          obligatoire n’est pas connu n’y est pas écrit : il est dans{' '}
          <a href="/donnees/decp-incomplets.csv">decp-incomplets.csv</a>, avec ce qui manque, et,
          sous la même forme que les autres, dans{' '}
          <a href="/donnees/decp-tous.json">decp-tous.json</a>, qu’un autre guichet peut importer.
          Tous les contrats, complets ou non, sont dans{' '}
          <a href="/donnees/contrats.csv">contrats.csv</a>.
        </p>
        <h3>CSV</h3>
        <p>
          UTF-8, virgules, point décimal, une ligne d’en-tête. Plusieurs valeurs dans une case sont
          séparées par « | ». Dans un tableur, importez les SIRET et les codes comme du texte, sinon
          ils perdent leurs zéros. Une apostrophe précède un texte qu’un tableur prendrait pour une
          formule. Le <a href="/donnees/dictionnaire">dictionnaire</a> explique chaque colonne ; il
          existe <a href="/donnees/dictionnaire.csv">en CSV</a>, et chaque fichier a son schéma
          (Table Schema).
        </p>
        <h3>Fichiers compressés</h3>
        <p>
          Ajoutez <code>.gz</code> à l’adresse d’un fichier DECP ou CSV de ce tableau pour le
          recevoir compressé. Le poids n’est pas annoncé : un fichier est écrit pendant qu’il est
          envoyé.
        </p>
        <h2 id="fraicheur">Fraîcheur</h2>
        <p>
          Les fichiers sont écrits au moment où on les demande : ils sont toujours à jour. Pour ne
          reprendre que ce qui a changé, gardez l’<code>ETag</code> reçu et renvoyez-le : la réponse
          304 dit, sans rien envoyer, que rien n’a changé.
        </p>
        <pre tabindex={0}>
          <code>{`curl -sS -o consultations.csv.gz \\
  --etag-save consultations.etag --etag-compare consultations.etag \\
  ${frame.baseUrl}/donnees/consultations.csv.gz`}</code>
        </pre>
        <p>
          <code>If-Modified-Since</code> est compris aussi. Un fichier en bloc par heure suffit à
          presque tous les usages ; pour suivre ce qui arrive, préférez <a href="/flux">les flux</a>
          .
        </p>
        <h2 id="identifiants">Identifiants</h2>
        <p>
          La référence d’une consultation (<code>{reference ?? '2026-0042'}</code>), son{' '}
          <code>ocid</code> et le numéro d’un avis ne changent jamais et ne servent qu’une fois.
          Deux consultations qui n’en faisaient qu’une sont réunies : l’adresse de l’une mène alors
          à l’autre. Rien n’est effacé : une consultation close ou annulée garde sa page et sa
          ligne.
        </p>
        <h2 id="citer">Citer</h2>
        <p>
          La licence demande la source et la date. Par exemple : « {frame.operator}, consultations
          des acheteurs publics de l’Aude, {frame.baseUrl}/donnees, relevé le 20 novembre 2026 ».
          Les fichiers ne contiennent ni correspondants ni agents ; un avis peut nommer un contact
          ou un titulaire : son réutilisateur en répond (
          <a href="/donnees-personnelles">données personnelles</a>
          ).
        </p>
        <h2 id="machines">Pour les machines</h2>
        <ul>
          <li>
            Catalogue DCAT-AP, que data.gouv.fr sait moissonner :{' '}
            <a href="/donnees/catalogue.jsonld">JSON-LD</a>,{' '}
            <a href="/donnees/catalogue.ttl">Turtle</a>.
          </li>
          <li>
            Une recherche du tableau, en CSV, RSS, Atom, JSON ou agenda :{' '}
            <a href="/flux">les flux</a>.
          </li>
          <li>
            L’état des sources : <a href="/sources.json">/sources.json</a>.
          </li>
          <li>
            Les logiciels des acheteurs publient par <a href="/api">l’API</a>, en OCDS aussi.
          </li>
        </ul>
      </div>
    </Layout>
  )
}

function FileRow({ file, changedAt }: { file: DataFile; changedAt: Date | null }) {
  return (
    <tr>
      <th scope="row">
        <a href={file.path}>{file.title}</a>
      </th>
      <td data-label="Ce qu’il contient">{file.contents}</td>
      <td data-label="Format">
        {file.format}
        {file.schema !== null && (
          <>
            {' '}
            (
            <a href={file.schema}>
              schéma<span class="unseen"> de {file.title}</span>
            </a>
            )
          </>
        )}
      </td>
      <td data-label="Dernier changement">
        {changedAt === null ? (
          'inconnu'
        ) : (
          <time datetime={changedAt.toISOString()}>{longMoment(changedAt)}</time>
        )}
      </td>
    </tr>
  )
}

function catalogueThing({ baseUrl, operator }: Frame, datasets: Dataset[]): Thing {
  return {
    type: 'DataCatalog',
    facts: {
      name: 'Données ouvertes de Guichet',
      url: `${baseUrl}/donnees`,
      publisher: { type: 'Organization', facts: { name: operator } },
      dataset: datasets.map(({ id, title, description }) => ({
        type: 'Dataset',
        facts: {
          name: title,
          description,
          url: `${baseUrl}/donnees#${id}`,
          license: LICENCE,
          isAccessibleForFree: 'true',
        },
      })),
    },
  }
}
