import { LinkToPassPage } from '../../views/auth/link-to-pass-page.tsx'
import { MemberPage } from '../../views/auth/member-page.tsx'
import { TeamPage, type TypedInvitation } from '../../views/auth/team-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { invitationMail } from '../../views/mail/invitation.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { TEAM_PROBLEMS } from '../../views/words/team.ts'
import type { Tx } from '../db/db.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import { rowId } from '../http/ids.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn, queueMail } from '../mail/queue-mail.ts'
import { actingPartner, agentOf, formOf } from './guard.ts'
import { invite } from './invite.ts'
import {
  answerRequest,
  changeRole,
  endMembership,
  findMember,
  isLastAdministrator,
  isNewcomer,
  listMembers,
  listWaiting,
  type Member,
} from './members.ts'
import { type Role, ROLES } from './policy.ts'
import { makeSignInLink, signInAddress } from './sign-in-links.ts'
import { readPerson, type TypedPerson } from './typed-person.ts'

const { page, write } = routesFor('manage-partner')

/** Who may do what for a partner. */
export const teamRoutes: Route[] = [
  page('/espace/:partner/equipe', (c) => teamPage(c, NOTHING_TYPED, [])),
  write('/espace/:partner/equipe', inviteMember),
  page('/espace/:partner/equipe/:member', (c) =>
    withMember(c, (member) => memberPage(c, member, null, [])),
  ),
  write('/espace/:partner/equipe/:member', (c) =>
    withMember(c, (member) => giveOtherRole(c, member)),
  ),
  write('/espace/:partner/equipe/:member/fin', (c) =>
    withMember(c, (member) => takeRole(c, member)),
  ),
  write('/espace/:partner/equipe/demandes/:request', answerWaiting),
]

const NOTHING_TYPED: TypedInvitation = { email: '', name: '', role: '' }

async function teamPage(
  c: GuichetContext,
  typed: TypedInvitation,
  errors: FormError[],
): Promise<Response> {
  const { db, config } = c.var.deps
  const partner = actingPartner(c)
  const page = (
    <TeamPage
      frame={await frameOf(c, `/espace/${partner.slug}/equipe`)}
      partner={partner}
      members={await listMembers(db, partner.id)}
      waiting={await listWaiting(db, partner.id)}
      mail={mailIsOn(config)}
      typed={typed}
      errors={errors}
    />
  )
  return c.html(renderPage(page), errors.length > 0 ? 422 : 200)
}

function roleOf(form: URLSearchParams): Role | null {
  return ROLES.find((role) => role === form.get('role')) ?? null
}

async function inviteMember(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const partner = actingPartner(c)
  const form = formOf(c)
  const read = readPerson(form)
  const role = roleOf(form)
  if (!read.ok || role === null) {
    const typed = {
      email: form.get('courriel') ?? '',
      name: form.get('nom') ?? '',
      role: role ?? '',
    }
    const wrong: string[] = read.ok ? [] : read.wrong
    return teamPage(c, typed, [
      ...(wrong.includes('courriel') ? [{ name: 'courriel', text: TEAM_PROBLEMS.address }] : []),
      ...(wrong.includes('nom') ? [{ name: 'nom', text: TEAM_PROBLEMS.name }] : []),
      ...(role === null ? [{ name: 'role', text: TEAM_PROBLEMS.role }] : []),
    ])
  }
  const { person } = read
  const told = await db.transaction((tx) => welcome(c, tx, person, role))
  const page = (
    <LinkToPassPage
      frame={await frameOf(c, `/espace/${partner.slug}/equipe`)}
      person={person}
      told={told}
      back={{ href: `/espace/${partner.slug}/equipe`, label: `Équipe : ${partner.name}` }}
    />
  )
  return c.html(renderPage(page))
}

/** How somebody learns of the role: by a mail, by a link that whoever invites passes on, or by signing in as before. */
async function welcome(
  c: GuichetContext,
  tx: Tx,
  person: TypedPerson,
  role: Role,
): Promise<{ how: 'mail' } | { how: 'link'; address: string } | { how: 'known' }> {
  const { config, now } = c.var.deps
  const partner = actingPartner(c)
  const by = agentOf(c).actor
  const invitation = { ...person, partner: { id: partner.id, role }, by }
  const agentId = await invite(tx, invitation, now())
  if (!mailIsOn(config) && !(await isNewcomer(tx, agentId, partner.id))) return { how: 'known' }
  const secret = await makeSignInLink(tx, agentId, 'invitation', by, now())
  const address = signInAddress(config.baseUrl, secret)
  if (!mailIsOn(config)) return { how: 'link', address }
  const message = {
    key: `invitation:${crypto.randomUUID()}`,
    to: person.email,
    ...invitationMail(partner.name, role, address),
  }
  await queueMail(tx, message, { config, now: now() })
  return { how: 'mail' }
}

async function withMember(
  c: GuichetContext,
  answer: (member: Member) => Promise<Response>,
): Promise<Response> {
  const id = rowId(c.req.param('member'))
  const member = id === null ? null : await findMember(c.var.deps.db, actingPartner(c).id, id)
  return member ? answer(member) : missingPage(c)
}

async function memberPage(
  c: GuichetContext,
  member: Member,
  role: Role | null,
  errors: FormError[],
): Promise<Response> {
  const partner = actingPartner(c)
  const page = (
    <MemberPage
      frame={await frameOf(c, c.req.path)}
      partner={partner}
      member={member}
      role={role ?? member.role}
      last={await isLastAdministrator(c.var.deps.db, partner.id, member)}
      own={member.agentId === agentOf(c).id}
      errors={errors}
    />
  )
  return c.html(renderPage(page), errors.length > 0 ? 422 : 200)
}

async function giveOtherRole(c: GuichetContext, member: Member): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const role = roleOf(formOf(c))
  if (role === null)
    return memberPage(c, member, null, [{ name: 'role', text: TEAM_PROBLEMS.role }])
  if (role !== member.role) {
    const unsure = await unconfirmed(c, member)
    if (unsure) return memberPage(c, member, role, [unsure])
    const change = { partnerId: partner.id, id: member.id, role, by: agentOf(c).actor }
    await db.transaction((tx) => changeRole(tx, change, now()))
  }
  return backToTeam(c)
}

async function takeRole(c: GuichetContext, member: Member): Promise<Response> {
  const { db, now } = c.var.deps
  const unsure = await unconfirmed(c, member)
  if (unsure) return memberPage(c, member, null, [unsure])
  const ending = { partnerId: actingPartner(c).id, id: member.id, by: agentOf(c).actor }
  await db.transaction((tx) => endMembership(tx, ending, now()))
  return backToTeam(c)
}

/** A partner is left without an administrator only by somebody who has said to know it. */
async function unconfirmed(c: GuichetContext, member: Member): Promise<FormError | null> {
  if (formOf(c).get('confirme') === 'oui') return null
  const last = await isLastAdministrator(c.var.deps.db, actingPartner(c).id, member)
  return last ? { name: 'confirme', text: TEAM_PROBLEMS.confirm } : null
}

async function answerWaiting(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const form = formOf(c)
  const id = rowId(c.req.param('request'))
  if (id === null) return missingPage(c)
  const refuses = form.get('reponse') === 'refus'
  const role = refuses ? null : roleOf(form)
  if (!refuses && role === null)
    return teamPage(c, NOTHING_TYPED, [{ name: `demande-${id}`, text: TEAM_PROBLEMS.role }])
  const answer = { partnerId: actingPartner(c).id, id, role, by: agentOf(c).actor }
  const answered = await db.transaction((tx) => answerRequest(tx, answer, now()))
  return answered ? backToTeam(c) : missingPage(c)
}

/** Who has just taken the own role away no longer sees the team. */
function backToTeam(c: GuichetContext): Response {
  return c.redirect(`/espace/${actingPartner(c).slug}/equipe`, 303)
}
