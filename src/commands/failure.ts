/** Why something failed, in one French sentence, with what to do about it where that is known. */
export function failureSentence(error: unknown): string {
  const causes = causesOf(error)
  const code = causes.map(codeOf).find((each) => each !== null) ?? null
  const known = MEANINGS.find(([pattern]) => code !== null && pattern.test(code))
  if (known) return `${known[1]} (${code}).`
  const words = causes.at(-1)?.message.trim().split('\n')[0] || code || String(error)
  return `Échec inattendu : ${words}`
}

const MEANINGS: [RegExp, string][] = [
  [
    /^(ECONN|ENOTFOUND|EAI_|EHOST|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_|08\d{3}|57P0[1-5]|53300)/,
    'La base de données ne répond pas : vérifiez DATABASE_URL et que le serveur PostgreSQL est en marche',
  ],
  [
    /^28/,
    'La base de données refuse la connexion : vérifiez l’utilisateur et le mot de passe de DATABASE_URL',
  ],
  [/^3D000$/, 'La base de données que nomme DATABASE_URL n’existe pas : créez-la'],
  [
    /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR)$/,
    'Un dossier ou un fichier ne peut pas être ouvert : vérifiez DATA_DIR et ses droits',
  ],
  [
    /^55P03$/,
    'Une table est tenue depuis cinq minutes par autre chose, une sauvegarde peut-être : attendez-en la fin, puis relancez la commande',
  ],
  [
    /^(ENOSPC|EFBIG|EDQUOT|53100)$/,
    'Le disque est plein, ou le système n’accorde pas plus de place : libérez-en',
  ],
]

/** An error with what caused it, the root of it last. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = []
  for (let each = error; each instanceof Error && causes.length < 10; each = each.cause)
    causes.push(each)
  return causes
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null
}
