import { duplicateLine, recordLine } from '../../views/words/duplicates.ts'
import { comparedBy, openQuestions } from '../consultations/duplicates.ts'
import { type Decision, joinConsultations, keepApart } from '../consultations/join.ts'
import { splitRecords } from '../consultations/split.ts'
import { recordContext } from '../sources/record-context.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandResult, done, refused } from './command.ts'

export const duplicatesList: Command = {
  name: 'duplicates list',
  summary: 'montre les consultations qui n’en font peut-être qu’une',
  usage: `duplicates list
  Une ligne par question : les deux références, la part de mots communs, l’écart entre les dates, l’acheteur et les deux
  titres. Les plus anciennes d’abord, cent au plus.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, {}, 0, duplicatesList.usage)
    if (!read.ok) return refused(read.sentence)
    const questions = await openQuestions(deps.db, null)
    for (const question of questions) say(duplicateLine(question))
    if (questions.length === 0) say('Aucun doublon possible.')
    return done
  },
}

export const duplicatesSame: Command = {
  name: 'duplicates same',
  summary: 'réunit deux consultations qui n’en font qu’une',
  usage: `duplicates same RÉFÉRENCE RÉFÉRENCE
  La plus ancienne garde sa référence et reçoit ce que disent les sources de l’autre, dont l’adresse y conduit
  désormais. « split » les sépare.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, {}, 2, duplicatesSame.usage)
    if (!read.ok) return refused(read.sentence)
    const [one = '', other = ''] = read.positionals
    const context = await recordContext(deps, { demonstration: false })
    const by = { actor: 'command:duplicates same' }
    const decision = await deps.db.transaction((tx) =>
      joinConsultations(tx, [one, other], by, context),
    )
    await deps.versions.refresh()
    if (!decision.ok) return refusedDecision(decision, one, other)
    say(`${one} et ${other} ne font plus qu’une consultation.`)
    return done
  },
}

export const duplicatesDifferent: Command = {
  name: 'duplicates different',
  summary: 'retient que deux consultations proches sont bien deux',
  usage: `duplicates different RÉFÉRENCE RÉFÉRENCE
  La question ne sera plus posée.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, {}, 2, duplicatesDifferent.usage)
    if (!read.ok) return refused(read.sentence)
    const [one = '', other = ''] = read.positionals
    const by = { actor: 'command:duplicates different' }
    const decision = await deps.db.transaction((tx) => keepApart(tx, [one, other], by, deps.now()))
    if (!decision.ok) return refusedDecision(decision, one, other)
    say(`${one} et ${other} restent deux consultations.`)
    return done
  },
}

function refusedDecision(
  { problem }: Extract<Decision, { ok: false }>,
  one: string,
  other: string,
): CommandResult {
  return refused(
    problem === 'unknown'
      ? `« ${one} » ou « ${other} » n’est la référence d’aucune consultation : « 2026-0042 » est attendu.`
      : `${one} et ${other} sont déjà la même consultation.`,
  )
}

export const split: Command = {
  name: 'split',
  summary: 'sépare une source d’une consultation qui n’est pas la sienne',
  usage: `split RÉFÉRENCE [--source NUMÉRO]
  Sans --source, montre les sources de la consultation, chacune avec son numéro. Avec, ce que dit cette source redevient
  une consultation à part : sous son ancienne référence si elle en avait une, sinon sous une nouvelle.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, { source: { type: 'string' } }, 1, split.usage)
    if (!read.ok) return refused(read.sentence)
    const [reference = ''] = read.positionals
    const found = await comparedBy(deps.db, reference)
    if (!found) return refused(`« ${reference} » n’est la référence d’aucune consultation.`)
    const { source } = read.values
    if (source === undefined) {
      for (const record of found.records) say(recordLine(record))
      return done
    }
    const ids = found.records.filter((each) => String(each.sourceId) === source).map(({ id }) => id)
    if (ids.length === 0)
      return refused(
        `La source « ${source} » ne dit rien de ${reference} : « split ${reference} » montre celles qui en parlent.`,
      )
    const context = await recordContext(deps, { demonstration: false })
    const by = { actor: 'command:split' }
    const parted = await deps.db.transaction((tx) => splitRecords(tx, ids, by, context))
    await deps.versions.refresh()
    if (!parted.ok) return refused(`${reference} n’a pas d’autre source : il n’y a rien à séparer.`)
    say(`Consultations séparées : ${[reference, ...parted.references].join(', ')}.`)
    return done
  },
}
