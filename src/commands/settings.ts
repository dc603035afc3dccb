import { consultations } from '../consultations/schema.ts'
import { changeSetting, readSettings, type SettingName } from '../db/settings.ts'
import { bumpVersions } from '../db/versions.ts'
import { type Command, done, refused } from './command.ts'

/** A setting as the operator names it, what it takes, and whether identifiers already given out depend on it. */
interface Setting {
  name: SettingName
  takes: RegExp
  identifies: boolean
}

const SETTINGS: Record<string, Setting> = {
  exploitant: { name: 'operator', takes: /^.{2,120}$/, identifies: false },
  contact: { name: 'contact', takes: /^(https?:\/\/\S+|\S+@\S+\.\S+)$/, identifies: false },
  'code-source': { name: 'sourceCode', takes: /^https?:\/\/\S+$/, identifies: false },
  'autorite-tag': { name: 'tagAuthority', takes: /^[a-z0-9.-]+\.[a-z]{2,}$/, identifies: true },
  'prefixe-ocid': { name: 'ocidPrefix', takes: /^ocds-[a-z0-9]{6}$/, identifies: true },
}

export const settingsCommand: Command = {
  name: 'settings',
  summary: 'montre ou change les réglages de l’instance',
  usage: `settings [NOM=VALEUR…]
  Sans argument, montre les réglages. Noms : exploitant, contact (adresse e-mail ou web), code-source (adresse),
  autorite-tag (nom de domaine des identifiants de flux) et prefixe-ocid (ocds- et six caractères) ; ces deux derniers
  ne changent plus dès qu’une consultation existe. Exemple : settings "exploitant=Département de l’Aude"`,
  async run(args, { deps, say }) {
    const changes: { setting: Setting; value: string }[] = []
    for (const arg of args) {
      const [name = '', ...rest] = arg.split('=')
      const setting = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined
      const value = rest.join('=').trim()
      if (!setting)
        return refused(
          `Réglage inconnu : « ${name} » ; il y a ${Object.keys(SETTINGS).join(', ')}.`,
        )
      if (!setting.takes.test(value))
        return refused(`« ${value} » ne convient pas pour « ${name} » (voir settings --help).`)
      changes.push({ setting, value })
    }
    const used = (await deps.db.$count(consultations)) > 0
    if (used && changes.some(({ setting }) => setting.identifies))
      return refused(
        'Des consultations portent déjà ces identifiants : autorite-tag et prefixe-ocid ne changent plus. Rien n’a changé.',
      )
    if (changes.length > 0)
      await deps.db.transaction(async (tx) => {
        for (const { setting, value } of changes) await changeSetting(tx, setting.name, value)
        await bumpVersions(tx, ['board', 'partners', 'sources'])
      })
    const settings = await readSettings(deps.db)
    for (const [word, { name }] of Object.entries(SETTINGS))
      say(`${word} : ${settings?.[name] ?? '(non réglé)'}`)
    return done
  },
}
