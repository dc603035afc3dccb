import type { YearTask } from '../../src/analysis/years/waiting.ts'
import { longDate } from '../format.ts'

/** What the yearly analysis waits for from a partner; says so where it is nothing. */
export function TaskList({ tasks, base }: { tasks: YearTask[]; base: string }) {
  if (tasks.length === 0) return <p>Rien n’attend votre organisme.</p>
  return (
    <ul>
      {tasks.map((task) => (
        <li>
          <a href={taskHref(task, base)}>{taskText(task)}</a>
          {task.until !== null && `, jusqu’au ${longDate(task.until)}`}
        </li>
      ))}
    </ul>
  )
}

/** Where a task is done. */
export function taskHref({ task, year }: YearTask, base: string): string {
  return `${base}/${year}/${{ check: 'lignes', comment: 'commenter', sign: 'signer' }[task]}`
}

/** « Analyse 2025 : vérifier nos marchés » */
export function taskText({ task, year }: YearTask): string {
  const what = {
    check: 'vérifier nos marchés',
    comment: 'commenter le projet',
    sign: 'signer',
  }[task]
  return `Analyse ${year} : ${what}`
}
