import { roleLabel } from '../../views/words/roles.ts'
import { agentWithAddress, listAllAgents, setDisabled } from '../auth/agents.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, done, refused } from './command.ts'

export const agentsList: Command = {
  name: 'agents list',
  summary: 'montre les agents et leurs rôles',
  usage: `agents list
  Une ligne par agent : adresse, nom, accès, rôles.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, {}, 0, agentsList.usage)
    if (!read.ok) return refused(read.sentence)
    const agents = await listAllAgents(deps.db)
    for (const { email, name, administrator, disabledAt, roles } of agents) {
      const given = roles.map(({ role, partner }) => `${roleLabel(role)} (${partner})`)
      if (administrator) given.unshift('administrateur du guichet')
      const access = disabledAt ? 'suspendu' : 'ouvert'
      say([email, name, access, given.join(', ') || 'aucun rôle'].join('\t'))
    }
    if (agents.length === 0) say('Aucun agent : invitez le premier (« invite »).')
    return done
  },
}

export const agentsDisable: Command = {
  name: 'agents disable',
  summary: 'suspend l’accès d’un agent',
  usage: `agents disable ADRESSE
  Ferme aussitôt ses sessions. Ses rôles restent, « agents enable » les lui rend.`,
  run: (args, context) => setAccess(args, context, true),
}

export const agentsEnable: Command = {
  name: 'agents enable',
  summary: 'rouvre l’accès d’un agent',
  usage: `agents enable ADRESSE
  Rend à un agent suspendu les rôles qu’il a encore.`,
  run: (args, context) => setAccess(args, context, false),
}

async function setAccess(args: string[], { deps, say }: CommandContext, disabled: boolean) {
  const read = readArguments(args, {}, 1, (disabled ? agentsDisable : agentsEnable).usage)
  if (!read.ok) return refused(read.sentence)
  const email = (read.positionals[0] ?? '').trim().toLowerCase()
  const id = await agentWithAddress(deps.db, email)
  if (id === null) return refused(`Aucun agent n’a l’adresse « ${email} ».`)
  const by = `command:agents ${disabled ? 'disable' : 'enable'}`
  const changed = await deps.db.transaction((tx) =>
    setDisabled(tx, { id, by }, disabled, deps.now()),
  )
  const state = disabled ? 'suspendu' : 'ouvert'
  say(changed ? `Accès ${state}.` : `L’accès était déjà ${state}.`)
  return done
}
