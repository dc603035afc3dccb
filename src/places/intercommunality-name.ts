import { nameKey } from './name-key.ts'

/**
 * The short name that titles use: « CC Limouxin » for « CC du Limouxin », « Grand Narbonne » for « CA Le Grand
 * Narbonne » (a name that already says agglo, métropole or grand needs no type).
 */
export function shortIntercommunalityName(official: string): string {
  const [, type = '', rest = ''] =
    /^(CC |CA |CU )?(?:(?:de )?l['’]|d['’]|(?:de la|du|des|de|le|la|les)\s)?(.*?)(?: \(.*\))?$/iu.exec(
      official.trim(),
    ) ?? []
  return saysItsType(type, nameKey(rest)) ? rest : type + rest
}

/** The form in which two spellings of an intercommunality are compared, its type abbreviated: « cc limouxin ». */
export function intercommunalityKey(name: string): string {
  const words = nameKey(name.replaceAll(/\(.*?\)/g, ' '))
    .replace(/^(?:communaute de communes|c(?:om)? ?com|cte de cnes|comcom|c c)\b/, 'cc')
    .replace(/^(?:communaute d agglomeration|c a)\b/, 'ca')
    .replace(/^communaute urbaine\b/, 'cu')
    .replace(/ (?:communaute d agglomeration|communaute de communes)$/, '')
  const [, type = '', rest = ''] =
    /^(cc |ca |cu )?(?:(?:de la|de l|du|des|de|d|le|la|les|l) )?(.*)$/.exec(words) ?? []
  return saysItsType(type, rest) ? rest : type + rest
}

function saysItsType(type: string, restKey: string): boolean {
  return (
    /^c[au] $/i.test(type) &&
    (restKey.startsWith('grand ') || /\b(?:agglo|metropole)/.test(restKey))
  )
}
