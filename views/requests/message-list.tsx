import type { WholeRequest } from '../../src/requests/queries.ts'
import { longMoment } from '../format.ts'
import { weight } from '../documents/file-link.tsx'

interface MessageListProps {
  messages: WholeRequest['messages']
  /** How the firm is called here: « Vous » to itself. */
  firm: string
  /** Where the files of this request are read. */
  files: string
}

/** What was written in both directions, the first first. */
export function MessageList({ messages, firm, files }: MessageListProps) {
  return (
    <>
      {messages.map((message) => (
        <article class="note" aria-labelledby={`message-${message.id}`}>
          <h3 id={`message-${message.id}`}>
            {message.agent === null ? firm : `${message.agent}, ${message.partner ?? ''}`}{' '}
            <span class="quiet">– {longMoment(message.at)}</span>
          </h3>
          <Paragraphs text={message.body} />
          {message.files.length > 0 && (
            <ul>
              {message.files.map(({ id, name, size, scan }) => (
                <li>
                  <a href={`${files}/${id}/${encodeURIComponent(name)}`}>{name}</a> ({weight(size)}
                  {scan === 'waiting' && ', en cours de vérification'}
                  {scan === 'infected' && ', refusé par l’antivirus'})
                </li>
              ))}
            </ul>
          )}
        </article>
      ))}
    </>
  )
}

/** What somebody typed, line by line as they did. */
export function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p>
          {paragraph.split('\n').map((line, index) => (
            <>
              {index > 0 && <br />}
              {line}
            </>
          ))}
        </p>
      ))}
    </>
  )
}

/** What an agent typed in a form about a request, all of it: to be read again where it was not taken. */
export function typedIn(form: URLSearchParams): string {
  return ['message', 'motif', 'industriel', 'financier', 'social', 'demarche', 'suites']
    .flatMap((name) => form.get(name) || [])
    .join('\n\n')
}

/** What was typed and can be sent no more: to be copied. */
export function Unsent({ text }: { text: string }) {
  if (text === '') return null
  return (
    <section class="note" aria-labelledby="non-envoye">
      <h2 id="non-envoye">Ce que vous aviez écrit n’a pas été envoyé</h2>
      <Paragraphs text={text} />
    </section>
  )
}
