import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done } from './parts.ts'
import * as shape from './shapes.ts'

const secret = (minLength: number) => Type.String({ minLength, maxLength: 200 })

/** Members, invitations and roles. */
export const memberRoutes = {
  roles: {
    method: 'GET',
    path: '/registry/roles',
    may: 'signedIn',
    response: Type.Object({ rows: Type.Array(shape.Role) }),
  },
  changeRole: {
    method: 'PUT',
    path: '/registry/roles/:roleCode',
    may: 'registry.role.write',
    params: Type.Object({ roleCode: Type.String({ maxLength: 60 }) }),
    response: done,
    body: Type.Object(
      {
        nameZh: Type.String({ minLength: 1, maxLength: 60 }),
        nameEn: Type.String({ minLength: 1, maxLength: 60 }),
        permissions: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 200 }),
      },
      { additionalProperties: false },
    ),
  },
  members: {
    method: 'GET',
    path: '/registry/members',
    may: 'registry.member.read',
    query: listQuery({}),
    response: listOf(shape.Member),
    list: { columns: ['name', 'email', 'roleCode', 'roleName', 'since', 'twoFactorEnabled', 'locked'] },
  },
  changeMember: {
    method: 'PUT',
    path: '/registry/members/:personId',
    may: 'registry.member.write',
    params: Type.Object({ personId: Id }),
    body: Type.Object({ roleCode: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    response: done,
  },
  removeMember: {
    method: 'DELETE',
    path: '/registry/members/:personId',
    may: 'registry.member.write',
    params: Type.Object({ personId: Id }),
    response: done,
  },
  invitations: {
    method: 'GET',
    path: '/registry/invitations',
    may: 'registry.member.read',
    query: listQuery({}),
    response: listOf(shape.Invitation),
    list: { columns: ['email', 'roleCode', 'state', 'createdAt', 'expiresAt'] },
  },
  /** Sends a mail with the link; the link comes back too, for where there is no mail server. */
  invite: {
    method: 'POST',
    path: '/registry/invitations',
    may: 'registry.member.write',
    body: Type.Object(
      { email: Type.String({ format: 'email', maxLength: 120 }), roleCode: Type.String({ maxLength: 60 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id, link: Type.String() }),
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/registry/invitations/:invitationId',
    may: 'registry.member.write',
    params: Type.Object({ invitationId: Id }),
    response: done,
  },
  /** What an invitation link is for; tells nothing but the organisation, the role and the address. */
  invitation: {
    method: 'GET',
    path: '/registry/invitations/by-token/:token',
    may: 'public',
    params: Type.Object({ token: secret(20) }),
    response: Type.Object({
      organisationName: Type.String(),
      roleName: Type.String(),
      email: Type.String(),
      expiresAt: Instant,
      knownPerson: Type.Boolean(),
    }),
  },
  /**
   * A new person gives a name and a password; a known person must be signed in with the invited address.
   */
  acceptInvitation: {
    method: 'POST',
    path: '/registry/invitations/by-token/:token/accept',
    may: 'public',
    params: Type.Object({ token: secret(20) }),
    response: done,
    body: Type.Object(
      {
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
        password: Type.Optional(secret(10)),
      },
      { additionalProperties: false },
    ),
  },
} as const satisfies Record<string, Route>
