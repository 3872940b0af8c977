import { createServer } from 'node:net'
import type { TestContext } from 'node:test'
import modbus from 'jsmodbus'
import {
  DataType,
  MessageSecurityMode,
  makeEUInformation,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  StatusCodes,
  VariantArrayType,
} from 'node-opcua'

/** A Modbus TCP device of a hundred holding registers. */
export async function startModbusDevice(t: TestContext): Promise<{ holding: Buffer; port: number }> {
  const holding = Buffer.alloc(200)
  const server = createServer()
  new modbus.server.TCP(server, { holding })
  // An edge that ends may reset its connection.
  server.on('connection', (socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return { holding, port: (server.address() as { port: number }).port }
}

/**
 * An OPC UA server that speaks only signed and encrypted: a furnace with `Temperature` in degrees Celsius,
 * and `Mode`. It accepts any client, as a server does whose keeper has let the client's certificate in.
 */
export async function startSecureFurnace(t: TestContext, directory: string) {
  const server = new OPCUAServer({
    ...{ port: 0, host: '127.0.0.1', hostname: '127.0.0.1', allowAnonymous: true },
    serverCertificateManager: new OPCUACertificateManager({
      rootFolder: `${directory}/furnace-pki`,
      automaticallyAcceptUnknownCertificate: true,
    }),
    securityPolicies: [SecurityPolicy.Basic256Sha256],
    securityModes: [MessageSecurityMode.SignAndEncrypt],
  })
  await server.initialize()
  const space = server.engine.addressSpace!
  const namespace = space.getOwnNamespace()
  const furnace = namespace.addObject({ browseName: 'Furnace', organizedBy: space.rootFolder.objects })
  const common = { componentOf: furnace, minimumSamplingInterval: 0 }
  const temperature = namespace.addAnalogDataItem({
    ...{ ...common, browseName: 'Temperature', nodeId: 's=Temperature', dataType: 'Double' },
    engineeringUnits: makeEUInformation('CEL', '°C', 'degree Celsius'),
    engineeringUnitsRange: { low: 0, high: 1200 },
  })
  const mode = namespace.addVariable({
    ...{ ...common, browseName: 'Mode', nodeId: 's=Mode', dataType: 'String' },
  })
  const scalar = VariantArrayType.Scalar
  const set = (degrees: number) => {
    const good = StatusCodes.Good
    temperature.setValueFromSource({ dataType: DataType.Double, arrayType: scalar, value: degrees }, good)
    mode.setValueFromSource({ dataType: DataType.String, arrayType: scalar, value: 'HEATING' }, good)
  }
  set(840)
  await server.start()
  t.after(() => server.shutdown(0))
  return { endpoint: `opc.tcp://127.0.0.1:${server.endpoints[0]!.port}`, set }
}
