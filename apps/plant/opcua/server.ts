import {
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  setErrorLogger,
  setWarningLogger,
  type UAObject,
} from 'node-opcua'
import { say } from '../words.ts'
import { namespaceUri } from './space.ts'

// The library writes to standard output, where whoever started the plant reads one JSON line an event.
setWarningLogger(() => {})
setErrorLogger(() => {})

export type OpcuaServer = {
  endpointUrl: string
  port: number
  server: OPCUAServer
  /** The folder Objects/Machines. */
  machines: UAObject
  stop(): Promise<void>
}

/**
 * Starts the OPC UA server. Security policies None and Basic256Sha256 (SignAndEncrypt); anonymous users; the
 * server's own certificate is made on the first start in `<directory>/pki` and kept; client certificates are
 * accepted as they come, since this server only plays a public recording. Rejects when the port is taken.
 */
export async function startOpcua(options: {
  directory: string
  host: string
  port: number
}): Promise<OpcuaServer> {
  const serverCertificateManager = new OPCUACertificateManager({
    rootFolder: `${options.directory}/pki`,
    automaticallyAcceptUnknownCertificate: true,
  })
  const server = new OPCUAServer({
    host: options.host,
    hostname: options.host,
    port: options.port,
    serverCertificateManager,
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.SignAndEncrypt],
    isAuditing: false,
    serverInfo: {
      applicationUri: namespaceUri,
      productUri: namespaceUri,
      applicationName: { text: say('plant.name'), locale: 'zh' },
    },
    buildInfo: { productName: say('plant.name'), manufacturerName: 'Ronghe' },
    serverCapabilities: {
      maxSessions: 20,
      // Every change goes out, none is folded into the next: the edge wants all of them.
      minSupportedSampleRate: 0,
      maxHistoryContinuationPoints: 1000,
    },
  })
  await server.initialize()
  const space = server.engine.addressSpace!
  const machines = space.getOwnNamespace().addObject({
    browseName: 'Machines',
    displayName: say('plant.machines'),
    nodeId: 's=Machines',
    organizedBy: space.rootFolder.objects,
    typeDefinition: 'FolderType',
  })
  await server.start()
  const endpoint = server.endpoints[0]!
  return {
    endpointUrl: `opc.tcp://${options.host}:${endpoint.port}`,
    port: endpoint.port,
    server,
    machines: machines as UAObject,
    stop: () => server.shutdown(0),
  }
}
