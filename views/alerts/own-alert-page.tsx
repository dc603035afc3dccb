import type { Child } from 'hono/jsx'
import { RHYTHM_WORDS, RHYTHMS } from '../../src/alerts/rhythm.ts'
import type { Rhythm } from '../../src/alerts/schema.ts'
import type { Frame } from '../layout/layout.tsx'
import { ChoiceField, SubmitLine } from '../shared/form.tsx'
import { LongTime } from '../shared/time.tsx'
import { RHYTHM_LABELS, RHYTHM_SENTENCES } from '../words/alerts.ts'
import { Sheet } from './sheet.tsx'

interface OwnAlertPageProps {
  frame: Frame
  /** What is followed; null: it is nothing that there is any more. */
  question: { words: string; page: string } | null
  state: 'pending' | 'active' | 'suspended'
  rhythm: Rhythm
  suspendedAt: Date | null
  /** What a message would tell now, the newest first. */
  latest: { title: string; link: string }[]
  /** It has just been done. */
  done: 'confirmee' | 'rythme' | null
  /** No mail is sent: this page is what the message would lead to. */
  unsent: boolean
}

/** What somebody's private address shows of one alert: confirming it, its rhythm, its end. */
export function OwnAlertPage(props: OwnAlertPageProps) {
  const { frame, question, state, rhythm, suspendedAt, latest, done, unsent } = props
  return (
    <Sheet frame={frame} title="Votre alerte">
      {unsent && (
        <p class="note">
          Démonstration : aucun courriel ne part. Voici la page à laquelle mènerait le message.
        </p>
      )}
      {done !== null && (
        <p class="note" role="status">
          {done === 'confirmee'
            ? `C’est confirmé : vous recevrez un message ${RHYTHM_SENTENCES[rhythm]}.`
            : `C’est noté : désormais ${RHYTHM_SENTENCES[rhythm]}.`}
        </p>
      )}
      <p class="lead">
        {question ? (
          <a href={question.page}>{question.words}</a>
        ) : (
          'Ce que vous suiviez n’existe plus au guichet : aucun message ne partira. Arrêtez cette alerte, et demandez-en une autre.'
        )}
      </p>
      {state === 'pending' && (
        <Begin path={frame.path} words="Confirmer">
          Un message {RHYTHM_SENTENCES[rhythm]}. Rien ne part tant que vous n’avez pas confirmé.
        </Begin>
      )}
      {state === 'suspended' && (
        <Begin path={frame.path} words="Reprendre les envois">
          Votre messagerie a refusé un message
          {suspendedAt && (
            <>
              {' '}
              le <LongTime when={suspendedAt} />
            </>
          )}{' '}
          : les envois sont suspendus, et l’adresse sera effacée au bout de trente jours. Si elle
          fonctionne de nouveau, reprenez : vous recevrez ce qui paraît à partir de maintenant.
        </Begin>
      )}
      {question && latest.length > 0 && (
        <section aria-labelledby="derniers">
          <h2 id="derniers">
            {state === 'active' ? 'Ce qui est paru dernièrement' : 'Ce que diraient les messages'}
          </h2>
          <ol class="preview">
            {latest.map(({ title, link }) => (
              <li>
                <a href={link}>{title}</a>
              </li>
            ))}
          </ol>
        </section>
      )}
      {state === 'active' && (
        <form method="post" action={`${frame.path}/rythme`} class="entry">
          <ChoiceField
            name="rythme"
            label="Quand"
            values={[RHYTHM_WORDS[rhythm]]}
            options={RHYTHMS.map((each) => ({
              value: RHYTHM_WORDS[each],
              label: RHYTHM_LABELS[each],
            }))}
          />
          <SubmitLine>Changer de rythme</SubmitLine>
        </form>
      )}
      <h2>Arrêter</h2>
      <form method="post" action={`${frame.path}/arret`}>
        <SubmitLine quiet>Arrêter et effacer mon adresse</SubmitLine>
      </form>
    </Sheet>
  )
}

function Begin({ path, words, children }: { path: string; words: string; children: Child }) {
  return (
    <form method="post" action={`${path}/confirmation`}>
      <p>{children}</p>
      <SubmitLine>{words}</SubmitLine>
    </form>
  )
}
