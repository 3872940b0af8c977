import { secretOf } from '@ronghe/kit/config'
import type { House } from '@ronghe/kit/module'
import { betterAuth } from 'better-auth'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { Kysely } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import { sendMail } from '../mail.ts'
import { afterSignIn, beforeSignIn } from './lockout.ts'

const passwordLengthMin = 10
const resetMinutes = 60
/** How old a session is when its end is moved on. */
export const renewAfterMs = 3_600_000

export type SignIn = Awaited<ReturnType<typeof createSignIn>>

/**
 * The sign-in library over our pool and our tables: password with second factor, OpenID Connect, reset by
 * mail.
 * It serves `/api/auth/*`.
 */
export async function createSignIn(house: House) {
  const { config, clock } = house
  return betterAuth({
    appName: 'Ronghe',
    basePath: '/api/auth',
    // Without an address of its own the house is reached by many: of this machine, of the firm's network.
    baseURL: config.PUBLIC_URL || { allowedHosts: ['*'], protocol: 'http', fallback: 'http://localhost' },
    secret: await secretOf(house),
    database: {
      db: new Kysely({ dialect: new PostgresJSDialect({ postgres: house.db.pool }) }),
      type: 'postgres',
    },
    ...tables,
    session: { ...tables.session, expiresIn: config.SESSION_HOURS * 3600, updateAge: renewAfterMs / 1000 },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: 200,
      resetPasswordTokenExpiresIn: resetMinutes * 60,
      revokeSessionsOnPasswordReset: true,
      async sendResetPassword({ user, token }) {
        await sendMail(house, user.id, 'registry.mail.reset', { token, minutes: resetMinutes })
      },
    },
    plugins: [
      twoFactor({ issuer: 'Ronghe', schema: twoFactorTables }),
      ...(config.OIDC_ISSUER ? [genericOAuth({ config: [provider(config)] })] : []),
    ],
    hooks: { before: beforeSignIn(house), after: afterSignIn(house) },
    advanced: {
      cookiePrefix: 'ronghe',
      useSecureCookies: config.PUBLIC_URL.startsWith('https://'),
      database: { generateId: () => clock.newId(), validateSchema: false },
    },
    // The guard of the whole server limits requests; this library's own counts in memory beside it.
    rateLimit: { enabled: false },
    trustedOrigins: (request) =>
      config.PUBLIC_URL || !request ? [] : [`http://${request.headers.get('host')}`],
    telemetry: { enabled: false },
    logger: { log: (level, message) => house.log[level === 'debug' ? 'debug' : level](message) },
  })
}

/** Our names for the library's tables and columns. */
const times = { createdAt: 'created_at', updatedAt: 'updated_at' }
const tables = {
  user: { modelName: 'registry_people', fields: { emailVerified: 'email_verified', ...times } },
  session: {
    modelName: 'registry_sessions',
    fields: {
      userId: 'person_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...times,
    },
  },
  account: {
    modelName: 'registry_accounts',
    fields: {
      userId: 'person_id',
      providerId: 'provider_id',
      accountId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...times,
    },
  },
  verification: { modelName: 'registry_proofs', fields: { expiresAt: 'expires_at', ...times } },
}
const twoFactorTables = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'registry_two_factors',
    fields: {
      userId: 'person_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
}

/** An OpenID Connect provider found by its issuer (OpenID Connect Discovery 1.0). */
function provider(config: House['config']) {
  return {
    providerId: 'oidc',
    discoveryUrl: `${config.OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: config.OIDC_CLIENT_ID,
    clientSecret: config.OIDC_CLIENT_SECRET,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
  }
}
