import type { DocumentedOperation, DocumentedSchema } from '../../src/api/documentation.ts'
import { PROBLEM_STATUS, type ProblemKind } from '../../src/api/refusal.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { API_FIELD_WORDS, OPERATION_WORDS, PROBLEM_WORDS, SCHEMA_WORDS } from '../words/api.ts'
import { SchemaType } from './schema-type.tsx'

interface ApiPageProps {
  frame: Frame
  operations: DocumentedOperation[]
  schemas: DocumentedSchema[]
}

/** The API for people: its calls, their fields, examples and problems, out of the OpenAPI document. */
export function ApiPage({ frame, operations, schemas }: ApiPageProps) {
  return (
    <Layout
      frame={frame}
      title="API des partenaires"
      description="Annoncer, changer, annuler et attribuer ses consultations depuis un logiciel."
    >
      <div class="prose">
        <h1>API des partenaires</h1>
        <p>
          Un logiciel publie les consultations d’un partenaire comme ses agents le font par le
          formulaire : les mêmes contrôles, les mêmes avis dans l’historique et les flux. Le même
          appel envoyé deux fois ne change rien de plus : sans réponse, renvoyez-le.
        </p>
        <p>
          Pour les machines : <a href="/api/v1/openapi.json">le document OpenAPI 3.1</a>.
        </p>
        <h2 id="jeton">Obtenir un jeton</h2>
        <p>
          Un administrateur du partenaire le crée dans <a href="/espace">l’espace partenaires</a>.
          Le secret ne s’affiche qu’une fois ; il se révoque à tout moment. Chaque appel le porte :{' '}
          <code>Authorization: Bearer guichet_…</code>
        </p>
        <h2 id="exemple">Un premier appel</h2>
        <p>
          « MAPA-2026-014 » est l’identifiant du logiciel : toujours le même pour une consultation.
        </p>
        <pre>
          <code>{curlExample(frame.baseUrl, operations)}</code>
        </pre>
        <h2 id="regles">Règles communes</h2>
        <ul>
          <li>Les montants sont des euros hors taxes, les dates des jours qui existent.</li>
          <li>
            Une heure s’écrit comme à Paris (<code>2026-12-15T12:00</code>) ou avec son décalage (
            <code>2026-12-15T11:00:00Z</code>).
          </li>
          <li>Ce qui n’est pas connu s’omet ; un champ inconnu est refusé, avec son pointeur.</li>
          <li>
            Un partenaire qui achète publie pour lui-même, seul ou en tête d’un groupement. Celui
            qui n’achète pas publie pour des acheteurs qu’il nomme.
          </li>
          <li>
            Les contrôles rendent des avertissements ; une erreur de droit refuse l’appel, comme au
            formulaire. Le motif d’un avertissement maintenu va dans <code>kept</code>.
          </li>
          <li>
            <code>If-Match</code> protège d’une écriture concurrente, <code>If-None-Match: *</code>{' '}
            d’une seconde création.
          </li>
        </ul>
      </div>
      {operations.map((operation) => (
        <OperationSection operation={operation} />
      ))}
      <h2 id="schemas">Champs</h2>
      {schemas.map((schema) => (
        <SchemaSection {...schema} />
      ))}
    </Layout>
  )
}

function OperationSection({ operation }: { operation: DocumentedOperation }) {
  const { id, method, path, body, answers, problems } = operation
  const { title, text } = OPERATION_WORDS[id]
  return (
    <section class="prose" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>
        <code>
          {method} {path}
        </code>
      </p>
      <p>{text}</p>
      <dl class="facts">
        <FactLine label="Corps">
          {body && (
            <>
              <SchemaLink name={body.schema} /> ({body.most / (1024 * 1024)} Mo au plus)
            </>
          )}
        </FactLine>
        <FactLine label="Réponse">
          {answers.map(({ status, schema }, index) => (
            <>
              {index > 0 && ', '}
              {status} : <SchemaLink name={schema} />
            </>
          ))}
        </FactLine>
        <FactLine label="Problèmes">
          {byStatus(problems).map((kind, index) => (
            <>
              {index > 0 && ', '}
              <a href={`/api/v1/problemes#${kind}`}>
                {PROBLEM_STATUS[kind]} {PROBLEM_WORDS[kind].title.toLowerCase()}
              </a>
            </>
          ))}
        </FactLine>
      </dl>
      {body && (
        <details>
          <summary>Exemple de corps</summary>
          <pre>
            <code>{JSON.stringify(body.example, null, 2)}</code>
          </pre>
        </details>
      )}
    </section>
  )
}

function byStatus(kinds: readonly ProblemKind[]): ProblemKind[] {
  return kinds.toSorted((one, other) => PROBLEM_STATUS[one] - PROBLEM_STATUS[other])
}

function SchemaLink({ name }: { name: string }) {
  if (name === 'OcdsPackage')
    return <a href="https://standard.open-contracting.org/1.1/fr/">paquet OCDS 1.1</a>
  return (
    <a href={`#${name}`}>
      {SCHEMA_WORDS[name] ?? name} (<code>{name}</code>)
    </a>
  )
}

function SchemaSection({ name, fields }: DocumentedSchema) {
  return (
    <section aria-labelledby={name}>
      <h3 id={name}>
        {SCHEMA_WORDS[name] ?? name} (<code>{name}</code>)
      </h3>
      <div class="stack">
        <table aria-labelledby={name}>
          <thead>
            <tr>
              <th scope="col">Champ</th>
              <th scope="col">Sens</th>
              <th scope="col">Attendu</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr>
                <th scope="row">
                  <code>{field.name}</code>
                  {field.required && ' (obligatoire)'}
                </th>
                <td data-label="Sens">
                  {API_FIELD_WORDS[`${name}.${field.name}`] ?? API_FIELD_WORDS[field.name]}
                </td>
                <td data-label="Attendu">
                  <SchemaType schema={field.schema} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function curlExample(baseUrl: string, operations: DocumentedOperation[]): string {
  const put = operations.find(({ id }) => id === 'putConsultation')
  const body = JSON.stringify(put?.body?.example, null, 2)
  return [
    `curl -X PUT ${baseUrl}/api/v1/consultations/MAPA-2026-014 \\`,
    `  -H "Authorization: Bearer $JETON" -H 'Content-Type: application/json' \\`,
    `  -d @- <<'FIN'`,
    body,
    'FIN',
  ].join('\n')
}
