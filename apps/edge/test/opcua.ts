import {
  DataType,
  MessageSecurityMode,
  makeEUInformation,
  type Namespace,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  type StatusCode,
  StatusCodes,
  type UAObject,
  type UAVariable,
  VariantArrayType,
  type VariantOptions,
} from 'node-opcua'
import { addAlarm, type TestAlarm } from './opcua-alarm.ts'
import { type HistoryLimits, limitHistory, TestHistory } from './opcua-history.ts'

export type TestServer = {
  endpoint: string
  /** Sets a variable as its machine would: value, source time, and whether the value is good. */
  set(name: 'load' | 'mode' | 'on' | 'plain' | 'big', value: unknown, timeMs: number, isGood?: boolean): void
  /** Sets `any`, which takes every variant, as a faulty machine would. */
  say(variant: VariantOptions, status: StatusCode, at: Date): void
  alarm: TestAlarm
  /** Histories as their keeper may correct them, and how little of them is given at once from now on. */
  histories: Record<'load' | 'mode' | 'on' | 'big', TestHistory>
  limits: HistoryLimits
  stop(): Promise<void>
}

/** Every policy that an edge can speak, the two that are no longer recommended with them. */
export const policies = [
  'None',
  'Basic128Rsa15',
  'Basic256',
  'Basic256Sha256',
  'Aes128_Sha256_RsaOaep',
  'Aes256_Sha256_RsaPss',
] as const

const dataTypes = {
  load: DataType.Double,
  mode: DataType.String,
  on: DataType.Boolean,
  plain: DataType.Double,
  big: DataType.Int64,
} as const

function addVariables(
  namespace: Namespace,
  common: { componentOf: UAObject; minimumSamplingInterval: number },
): Record<keyof typeof dataTypes, UAVariable> {
  return {
    load: namespace.addAnalogDataItem({
      ...common,
      browseName: 'load',
      nodeId: 's=load',
      dataType: 'Double',
      engineeringUnits: makeEUInformation('P1', '%', 'percent'),
      engineeringUnitsRange: { low: 0, high: 100 },
    }),
    mode: namespace.addVariable({ ...common, browseName: 'mode', nodeId: 's=mode', dataType: 'String' }),
    on: namespace.addVariable({ ...common, browseName: 'on', nodeId: 's=on', dataType: 'Boolean' }),
    plain: namespace.addVariable({ ...common, browseName: 'plain', nodeId: 's=plain', dataType: 'Double' }),
    big: namespace.addVariable({ ...common, browseName: 'big', nodeId: 's=big', dataType: 'Int64' }),
  }
}

function addReadOnly(namespace: Namespace, common: { componentOf: UAObject }): void {
  for (const [name, level] of Object.entries({ fixed: 'accessLevel', guarded: 'userAccessLevel' })) {
    const one = { ...common, browseName: name, nodeId: `s=${name}`, dataType: 'Double' }
    const kept: object = { [level]: 'CurrentRead' }
    namespace.addVariable({ ...one, ...kept, value: { dataType: DataType.Double, value: 1 } })
  }
}

/**
 * A small OPC UA server: `load` (percent), `mode`, `on`, `big` with a history, `plain` without, `any` of no
 * one type, `fixed` that nobody writes and `guarded` that this user does not. Password of `edge`: `right`.
 * `before` sets values before anyone can connect.
 */
export async function startOpcuaServer(
  directory: string,
  port = 0,
  before: (set: TestServer['set']) => void = () => {},
): Promise<TestServer> {
  const server = new OPCUAServer({
    port,
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    serverCertificateManager: new OPCUACertificateManager({
      rootFolder: `${directory}/server-pki`,
      automaticallyAcceptUnknownCertificate: true,
    }),
    securityPolicies: policies.map((policy) => SecurityPolicy[policy]),
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    allowAnonymous: true,
    userManager: { isValidUser: (name: string, password: string) => name === 'edge' && password === 'right' },
    serverCapabilities: {
      ...{ maxHistoryContinuationPoints: 100, minSupportedSampleRate: 0 },
      // Fewer than the edge asks for at once.
      operationLimits: { maxNodesPerHistoryReadData: 2 },
    },
  })
  await server.initialize()
  const space = server.engine.addressSpace!
  const namespace = space.getOwnNamespace()
  const { objects } = space.rootFolder
  const machine = namespace.addObject({
    browseName: 'Machine',
    organizedBy: objects,
    eventNotifier: 1,
    notifierOf: objects.server,
  })
  const alarm = addAlarm(space, machine)
  const common = { componentOf: machine, minimumSamplingInterval: 0 }
  const variables = addVariables(namespace, common)
  const any = namespace.addVariable({
    ...common,
    browseName: 'any',
    nodeId: 's=any',
    dataType: 'BaseDataType',
    valueRank: -2,
  })
  const [load, mode, on, big] = [new TestHistory(), new TestHistory(), new TestHistory(), new TestHistory()]
  const histories = { load, mode, on, big }
  const limits = { valuesMax: Number.POSITIVE_INFINITY, continuationsMax: 100 }
  addReadOnly(namespace, common)
  for (const name of ['load', 'mode', 'on', 'big'] as const) {
    space.installHistoricalDataNode(variables[name], { historian: histories[name] })
    limitHistory(variables[name], limits)
  }
  const set: TestServer['set'] = (name, value, timeMs, isGood = true) => {
    const status = isGood ? StatusCodes.Good : StatusCodes.BadNoCommunication
    const scalar = { dataType: dataTypes[name], arrayType: VariantArrayType.Scalar, value }
    const given = isGood ? scalar : { dataType: DataType.Null }
    variables[name].setValueFromSource(given, status, new Date(timeMs))
  }
  before(set)
  await server.start()
  return {
    endpoint: `opc.tcp://127.0.0.1:${server.endpoints[0]!.port}`,
    set,
    say: (variant, status, at) => any.setValueFromSource(variant, status, at),
    alarm,
    histories,
    limits,
    stop: () => server.shutdown(0),
  }
}
