import { join } from 'node:path'
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'
import {
  type ClientSession,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  setErrorLogger,
  setWarningLogger,
  type UserIdentityInfo,
  UserTokenType,
} from 'node-opcua-client'
import { messageOf, ReasonError } from '../../reason.ts'
import type { OpcuaConfig } from '../../schema.ts'

// The library writes what it meets to the console; here the operator reads it as the reason of the
// connection.
setWarningLogger(() => {})
setErrorLogger(() => {})

/** The session's time without any request; a subscription's publish requests keep it alive. */
const sessionMs = 60_000

export type OpenSession = {
  session: ClientSession
  /** Resolves when the connection or the session is gone. */
  lost: Promise<void>
  close(): Promise<void>
}

/**
 * Connects once and signs in. The certificates are in `<directory>/pki`: an unknown server certificate is
 * refused and laid into `rejected`, from where an operator moves it to `trusted/certs` (unless the
 * configuration trusts unknown ones).
 */
export async function openSession(
  config: OpcuaConfig,
  directory: string,
  node: string,
  signal: AbortSignal,
): Promise<OpenSession> {
  const { endpoint, securityMode = 'None', securityPolicy = 'None' } = config
  const pki = join(directory, 'pki')
  const client = OPCUAClient.create({
    applicationName: `Ronghe edge ${node}`,
    clientName: `ronghe-${node}-${config.device}`,
    clientCertificateManager: await certificates(pki, config.trustUnknown === true),
    securityMode: MessageSecurityMode[securityMode],
    securityPolicy: SecurityPolicy[securityPolicy],
    endpointMustExist: false,
    requestedSessionTimeout: sessionMs,
    keepSessionAlive: true,
    // `next` decides when to try again.
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 200 },
  })
  let session: ClientSession | undefined
  const close = async () => {
    // A session that is not closed keeps its keep-alive going, even when its channel is gone.
    await session?.close(true).catch(() => {})
    await client.disconnect().catch(() => {})
  }
  const giveUp = () => void client.disconnect().catch(() => {})
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    await client.connect(endpoint)
    signal.throwIfAborted()
    session = await client.createSession(identity(config))
    signal.throwIfAborted()
    return { session, lost: lossOf(client, session), close }
  } catch (error) {
    await close()
    throw refusal(error, pki)
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

function lossOf(client: OPCUAClient, session: ClientSession): Promise<void> {
  return new Promise<void>((resolve) => {
    client.on('connection_lost', () => resolve())
    client.on('start_reconnection', () => resolve())
    client.on('close', () => resolve())
    session.on('session_closed', () => resolve())
  })
}

function identity(config: OpcuaConfig): UserIdentityInfo {
  const { credentials } = config
  if (!credentials) return { type: UserTokenType.Anonymous }
  return { type: UserTokenType.UserName, userName: credentials.username, password: credentials.password }
}

function refusal(error: unknown, directory: string): ReasonError {
  const message = messageOf(error)
  if (/untrusted/i.test(message)) return new ReasonError('edge.opcua.untrusted', { directory })
  if (/^Bad|BadUser|BadIdentity|BadSecurity/.test(message))
    return new ReasonError('edge.opcua.refused', { message })
  return new ReasonError('edge.opcua.unreachable', { message })
}

const managers = new Map<string, Promise<OPCUACertificateManager>>()

/**
 * One manager per folder and policy of trust: several machines share the edge's own certificate. The folder
 * is read anew for every attempt, so that an operator's trust counts at once, watcher or not.
 */
async function certificates(rootFolder: string, automaticallyAcceptUnknownCertificate: boolean) {
  const key = `${rootFolder} ${automaticallyAcceptUnknownCertificate}`
  const known = managers.get(key)
  if (known) {
    const manager = await known
    await manager.reloadCertificates()
    return manager
  }
  const manager = new OPCUACertificateManager({ rootFolder, automaticallyAcceptUnknownCertificate })
  const made = manager.initialize().then(() => manager)
  managers.set(key, made)
  made.catch(() => managers.delete(key))
  return made
}
