import { consultations } from '../consultations/schema.ts'
import { changeSetting, clearSetting, readSettings, type SettingName } from '../db/settings.ts'
import { bumpVersions } from '../db/versions.ts'
import { type Command, done, refused } from './command.ts'

/**
 * A setting as the operator names it, and what it takes: one that need not be there is also taken back, identifiers
 * already given out depend on others.
 */
type Setting = { takes: RegExp } & (
  | { kind: 'free'; name: Parameters<typeof clearSetting>[1] }
  | { kind: 'needed' | 'identifies'; name: 'operator' | 'tagAuthority' | 'ocidPrefix' }
)

const WEB_ADDRESS = /^https?:\/\/\S+$/
const REACHED_AT = /^(https?:\/\/\S+|\S+@\S+\.\S+)$/
const WORDS = /^.{2,400}$/
const SENTENCES = /^.{2,8000}$/

const SETTINGS: Record<string, Setting> = {
  exploitant: { kind: 'needed', name: 'operator', takes: /^.{2,120}$/ },
  contact: { kind: 'free', name: 'contact', takes: REACHED_AT },
  'code-source': { kind: 'free', name: 'sourceCode', takes: WEB_ADDRESS },
  adresse: { kind: 'free', name: 'address', takes: WORDS },
  directeur: { kind: 'free', name: 'director', takes: WORDS },
  hebergeur: { kind: 'free', name: 'host', takes: WORDS },
  dpo: { kind: 'free', name: 'dataOfficer', takes: REACHED_AT },
  'audit-date': { kind: 'free', name: 'auditDate', takes: /^\d{4}-(0[1-9]|1[0-2])-\d\d$/ },
  'audit-par': { kind: 'free', name: 'auditBy', takes: /^.{2,120}$/ },
  'audit-taux': { kind: 'free', name: 'auditRate', takes: /^(100|\d{1,2})$/ },
  'non-conformites': { kind: 'free', name: 'failings', takes: SENTENCES },
  derogations: { kind: 'free', name: 'exemptions', takes: SENTENCES },
  'schema-pluriannuel': { kind: 'free', name: 'accessPlan', takes: WEB_ADDRESS },
  'plan-annuel': { kind: 'free', name: 'yearPlan', takes: WEB_ADDRESS },
  'autorite-tag': {
    kind: 'identifies',
    name: 'tagAuthority',
    takes: /^[a-z0-9.-]+\.[a-z]{2,}$/,
  },
  'prefixe-ocid': { kind: 'identifies', name: 'ocidPrefix', takes: /^ocds-[a-z0-9]{6}$/ },
}

export const settingsCommand: Command = {
  name: 'settings',
  summary: 'montre ou change les réglages de l’instance',
  usage: `settings [NOM=VALEUR…]
  Sans argument, montre les réglages ; NOM= efface un réglage facultatif.
    exploitant          nom de l’organisme qui répond de l’instance
    contact             adresse e-mail ou web
    code-source         adresse du code en service (AGPL, article 13)
    adresse             adresse postale et téléphone de l’exploitant
    directeur           directeur ou directrice de la publication
    hebergeur           nom, adresse et téléphone de l’hébergeur
    dpo                 adresse e-mail ou web du délégué à la protection des données
    audit-date, audit-par, audit-taux
                        jour (AAAA-MM-JJ), auteur et pourcentage de critères RGAA respectés du dernier audit : l’état
                        d’accessibilité s’en déduit, « non conforme » sans audit ou après trois ans
    non-conformites, derogations
                        ce que l’audit a relevé, phrases séparées par « | »
    schema-pluriannuel, plan-annuel
                        adresses de ces documents
    autorite-tag, prefixe-ocid
                        nom de domaine des identifiants de flux ; ocds- et six caractères ; ne changent plus dès qu’une
                        consultation existe
  Exemple : settings "exploitant=Département de l’Aude"`,
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
      const taken = setting.takes.test(value) || (value === '' && setting.kind === 'free')
      if (!taken || (setting.name === 'auditDate' && value !== '' && !isDay(value, deps.now())))
        return refused(`« ${value} » ne convient pas pour « ${name} » (voir settings --help).`)
      changes.push({ setting, value })
    }
    const used = (await deps.db.$count(consultations)) > 0
    if (used && changes.some(({ setting }) => setting.kind === 'identifies'))
      return refused(
        'Des consultations portent déjà ces identifiants : autorite-tag et prefixe-ocid ne changent plus. Rien n’a changé.',
      )
    if (changes.length > 0)
      await deps.db.transaction(async (tx) => {
        for (const { setting, value } of changes)
          if (value === '' && setting.kind === 'free') await clearSetting(tx, setting.name)
          else await changeSetting(tx, setting.name, value)
        await bumpVersions(tx, ['board', 'partners', 'sources'])
      })
    const settings = await readSettings(deps.db)
    const values: Partial<Record<SettingName, string | null>> = {
      ...settings?.statements,
      operator: settings?.operator,
      contact: settings?.contact,
      sourceCode: settings?.sourceCode,
      tagAuthority: settings?.tagAuthority,
      ocidPrefix: settings?.ocidPrefix,
    }
    for (const [word, { name }] of Object.entries(SETTINGS))
      say(`${word} : ${values[name] ?? '(non réglé)'}`)
    return done
  },
}

/** A day of the calendar that has come. */
function isDay(text: string, now: Date): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && day <= now
}
