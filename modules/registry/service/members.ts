import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { hashOf } from '../auth/identify.ts'
import { addPassword } from '../auth/people.ts'
import type { registry } from '../contract.ts'
import { sendMailTo } from '../mail.ts'
import { mayGrant } from '../policy.ts'
import * as store from '../store/members.ts'
import { addMembership, organisationById } from '../store/organisations.ts'

type Routes = Pick<
  Service<typeof registry>,
  | 'roles'
  | 'changeRole'
  | 'members'
  | 'changeMember'
  | 'removeMember'
  | 'invitations'
  | 'invite'
  | 'revokeInvitation'
  | 'invitation'
  | 'acceptInvitation'
>

const invitationDays = 7

export const members: Routes = {
  roles: async (ctx) => ({ rows: await store.listRoles(ctx.sql) }),

  async changeRole(ctx, { params, body }) {
    const before = await store.roleByCode(ctx.sql, params.roleCode)
    if (!before) throw new Fault('kit.notFound')
    // The administrator's own role must stay able to mend the others.
    if (params.roleCode === 'platformAdministrator' && !body.permissions.includes('registry.role.write')) {
      throw new Fault('registry.role.unfit')
    }
    await store.changeRole(ctx.sql, params.roleCode, body)
    await ctx.audit({
      action: 'registry.role.changed',
      subject: 'role',
      subjectId: params.roleCode,
      organisationId: null,
      before,
      after: body,
    })
    return { done: true }
  },

  members: (ctx, { query }) => store.listMembers(ctx.sql, ownId(ctx), ctx.caller.locale, query, ctx.now),

  async changeMember(ctx, { params, body }) {
    const organisationId = ownId(ctx)
    const before = await memberRole(ctx, params.personId)
    await fitRole(ctx, body.roleCode)
    await notTheLast(ctx, params.personId, body.roleCode)
    await store.setRole(ctx.sql, organisationId, params.personId, body.roleCode)
    await note(ctx, 'registry.member.changed', params.personId, { roleCode: before }, body)
    return { done: true }
  },

  async removeMember(ctx, { params }) {
    const before = await memberRole(ctx, params.personId)
    await notTheLast(ctx, params.personId, null)
    await store.removeMember(ctx.sql, ownId(ctx), params.personId)
    await note(ctx, 'registry.member.removed', params.personId, { roleCode: before }, undefined)
    return { done: true }
  },

  invitations: (ctx, { query }) => store.listInvitations(ctx.sql, ownId(ctx), query, ctx.now),

  async invite(ctx, { body }) {
    const organisationId = ownId(ctx)
    const email = body.email.toLowerCase()
    const role = await fitRole(ctx, body.roleCode)
    if (await store.isMember(ctx.sql, organisationId, email)) throw new Fault('registry.invitation.member')
    const id = ctx.newId()
    const token = Buffer.from(ctx.house.clock.randomBytes(24)).toString('base64url')
    const expiresAt = new Date(ctx.now.getTime() + invitationDays * 86_400_000)
    const invitation = {
      id,
      organisationId,
      email,
      roleCode: body.roleCode,
      tokenHash: hashOf(token),
      by: ctx.caller.personId,
    }
    await store.insertInvitation(ctx.sql, invitation, ctx.now, expiresAt)
    await ctx.emit('person.invited', { invitationId: id, organisationId })
    await note(ctx, 'registry.member.invited', id, undefined, { email, roleCode: body.roleCode })
    const organisation = await organisationById(ctx.sql, ctx.caller.locale, organisationId)
    const link = `/invitation/${token}`
    const blanks = {
      organisation: organisation?.name ?? '',
      role: ctx.caller.locale === 'zh' ? role.nameZh : role.nameEn,
      link,
    }
    // A mail server that is away must not undo the invitation; the link is in the answer.
    await sendMailTo(ctx.house, email, ctx.caller.locale, 'registry.mail.invitation', blanks).catch(
      (error: unknown) => ctx.log.warn({ err: error }, 'invitation mail not sent'),
    )
    return { id, link }
  },

  async revokeInvitation(ctx, { params }) {
    const gone = await store.revokeInvitation(ctx.sql, ownId(ctx), params.invitationId, ctx.now)
    if (!gone) throw new Fault('kit.notFound')
    await note(ctx, 'registry.invitation.revoked', params.invitationId, undefined, undefined)
    return { done: true }
  },

  async invitation(ctx, { params }) {
    const found = await open(ctx, params.token)
    return {
      organisationName: found.organisation_name,
      roleName: ctx.caller.locale === 'zh' ? found.role_zh : found.role_en,
      email: found.email,
      expiresAt: found.expires_at.toISOString(),
      knownPerson: found.person_id !== null,
    }
  },

  async acceptInvitation(ctx, { params, body }) {
    const found = await open(ctx, params.token)
    if (found.person_id !== null && found.person_id !== ctx.caller.personId) {
      throw new Fault(ctx.caller.personId ? 'registry.invitation.otherPerson' : 'kit.signIn.required')
    }
    let personId = found.person_id
    if (personId === null) {
      const missing = [...(body.name ? [] : ['name']), ...(body.password ? [] : ['password'])]
      if (!body.name || !body.password) {
        throw new Fault(
          'kit.input.invalid',
          {},
          missing.map((field) => ({ field, rule: 'rule.required' })),
        )
      }
      personId = await addPassword(ctx, { email: found.email, name: body.name, password: body.password })
    }
    const acceptedBy = personId
    await elevated(ctx.sql, ctx.caller, async () => {
      await addMembership(ctx.sql, found.organisation_id, acceptedBy, found.role_code, ctx.now)
      await store.markAccepted(ctx.sql, found.id, ctx.now)
    })
    await ctx.audit({
      action: 'registry.invitation.accepted',
      subject: 'person',
      subjectId: personId,
      organisationId: found.organisation_id,
      after: { roleCode: found.role_code },
    })
    return { done: true }
  },
}

/** The organisation the caller acts for. */
export function ownId(ctx: Ctx): string {
  if (!ctx.caller.organisationId) throw new Fault('kit.forbidden')
  return ctx.caller.organisationId
}

async function open(ctx: Ctx, token: string): Promise<store.InvitationRow> {
  const found = await elevated(ctx.sql, ctx.caller, () =>
    store.openInvitation(ctx.sql, hashOf(token), ctx.now),
  )
  if (!found) throw new Fault('registry.invitation.gone')
  return found
}

async function memberRole(ctx: Ctx, personId: string): Promise<string> {
  const role = await store.roleOf(ctx.sql, ownId(ctx), personId)
  if (!role) throw new Fault('kit.notFound')
  return role
}

/** The role suits this kind of organisation, and the caller holds all that it carries. */
async function fitRole(ctx: Ctx, code: string): Promise<store.RoleRow> {
  const role = await store.roleByCode(ctx.sql, code)
  if (!role?.kinds.includes(ctx.caller.organisationKind ?? '')) {
    throw new Fault('registry.role.unfit', {}, [{ field: 'roleCode', rule: 'fault.registry.role.unfit' }])
  }
  const wider = role.reach === 'all' && ctx.caller.reach !== 'all'
  if (wider || !mayGrant(ctx.caller, role.permissions)) throw new Fault('registry.role.beyondOwn')
  return role
}

/** An organisation keeps at least one person who can manage its members. */
async function notTheLast(ctx: Ctx, personId: string, nextRole: string | null): Promise<void> {
  if ((await store.otherManagers(ctx.sql, ownId(ctx), personId)) > 0) return
  const next = nextRole ? await store.roleByCode(ctx.sql, nextRole) : null
  if (!next?.permissions.includes('registry.member.write')) throw new Fault('registry.member.last')
}

async function note(ctx: Ctx, action: string, id: string, before: unknown, after: unknown): Promise<void> {
  const change = { ...(before ? { before } : {}), ...(after ? { after } : {}) }
  await ctx.audit({ action, subject: 'person', subjectId: id, organisationId: ownId(ctx), ...change })
}
