import { type Frame, Layout } from '../layout/layout.tsx'
import { Table } from '../shared/table.tsx'
import { type DescribedColumn, DICTIONARY, TYPE_WORDS } from './dictionary.ts'

/** Every column of every CSV file, with what it means. */
export function DictionaryPage({ frame }: { frame: Frame }) {
  return (
    <Layout
      frame={frame}
      title="Dictionnaire des données ouvertes"
      description="Chaque fichier CSV du guichet et ses colonnes : ce qu’elles veulent dire, leur type, un exemple."
    >
      <div class="prose">
        <h1>Dictionnaire des données ouvertes</h1>
        <p>
          Les colonnes des fichiers CSV, dans leur ordre. Une case vide : ce n’est pas connu. Ce
          dictionnaire existe <a href="/donnees/dictionnaire.csv">en CSV</a> ; les fichiers, leur
          licence et leur fraîcheur sont sur la page <a href="/donnees">Données ouvertes</a>.
        </p>
        <nav aria-label="Fichiers">
          <ul>
            {DICTIONARY.map(({ name, title }) => (
              <li>
                <a href={`#${name}`}>
                  {title} ({name}.csv)
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      {DICTIONARY.map(({ name, title, line, columns }) => (
        <section aria-labelledby={name}>
          <div class="prose">
            <h2 id={name}>{title}</h2>
            <p>
              {line}{' '}
              <a href={name === 'analyse' ? '/analyses' : `/donnees/${name}.csv`}>{name}.csv</a> ;{' '}
              <a href={`/donnees/${name}.schema.json`}>
                schéma<span class="unseen"> de {name}.csv</span>
              </a>
            </p>
          </div>
          <Table
            caption={<>Colonnes de {name}.csv</>}
            unseen
            columns={['Colonne', 'Ce qu’elle dit', 'Type', 'Exemple']}
            wide
          >
            {columns.map((column) => (
              <ColumnRow column={column} />
            ))}
          </Table>
        </section>
      ))}
    </Layout>
  )
}

function ColumnRow({ column }: { column: DescribedColumn }) {
  return (
    <tr>
      <th scope="row">
        <code>{column.name}</code>
      </th>
      <td data-label="Ce qu’elle dit">
        {column.description}
        {column.values && <> Valeurs : {column.values.join(', ')}.</>}
      </td>
      <td data-label="Type">
        {TYPE_WORDS[column.type]}
        {column.required && ', toujours rempli'}
      </td>
      <td data-label="Exemple">
        <code>{column.example}</code>
      </td>
    </tr>
  )
}
