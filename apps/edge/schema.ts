import { type Static, type TSchema, Type } from 'typebox'
import { FileDevice, fileLayers } from './adapters/file/schema.ts'
import { MqttDevice, mqttLayers } from './adapters/mqtt/schema.ts'
import { SparkplugDevice, sparkplugLayers } from './adapters/sparkplug/schema.ts'
import {
  brokerUrl,
  closed,
  credentials,
  Deadband,
  identifier,
  reportMsMax,
  secret,
  tagName,
  tagsMax,
  tagType,
  unit,
} from './schema-parts.ts'

const mtconnectTag = {
  name: tagName,
  dataItem: Type.String({ minLength: 1, maxLength: 256 }),
  part: Type.Optional(Type.Enum(['value', 'message'])),
  type: Type.Optional(tagType),
  unit: Type.Optional(unit),
}
const opcuaTag = {
  name: tagName,
  nodeId: Type.String({ pattern: '^(ns=\\d+;)?[isgb]=.+$', rule: 'edge.config.nodeId' }),
  type: Type.Optional(tagType),
  unit: Type.Optional(unit),
  samplingMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
}

const modbusTag = {
  name: tagName,
  table: Type.Enum(['coil', 'discrete', 'input', 'holding']),
  /** From 0, as it stands in the request; manuals that count 40001 mean holding 0. */
  address: Type.Integer({ minimum: 0, maximum: 65_535 }),
  encoding: Type.Enum([
    ...(['bool', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64'] as const),
    'text',
  ]),
  unit: Type.Optional(unit),
  /** Value = number in the registers × scale + offset. */
  scale: Type.Optional(Type.Number()),
  offset: Type.Optional(Type.Number()),
  /** Which of a value's registers, and of a register's bytes, comes first: the most significant (big). */
  wordOrder: Type.Optional(Type.Enum(['big', 'little'])),
  byteOrder: Type.Optional(Type.Enum(['big', 'little'])),
  /** Registers of a text. */
  length: Type.Optional(Type.Integer({ minimum: 1, maximum: 125 })),
  /** Of a register that is read as bool: 0 is the least significant. */
  bit: Type.Optional(Type.Integer({ minimum: 0, maximum: 15 })),
  writable: Type.Optional(Type.Boolean()),
  writeMin: Type.Optional(Type.Number()),
  writeMax: Type.Optional(Type.Number()),
}
const modbusDevice = {
  device: identifier,
  adapter: Type.Literal('modbus'),
  host: Type.String({ minLength: 1, maxLength: 255 }),
  port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  unit: Type.Optional(Type.Integer({ minimum: 0, maximum: 255 })),
  intervalMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 3_600_000 })),
  timeoutMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 60_000 })),
  blockGapMax: Type.Optional(Type.Integer({ minimum: 0, maximum: 124 })),
  blockLengthMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 125 })),
  reportMsMax,
}

const mtconnectDevice = {
  device: identifier,
  adapter: Type.Literal('mtconnect'),
  url: Type.String({ pattern: '^https?://.+', rule: 'edge.config.httpUrl' }),
  backfill: Type.Optional(Type.Boolean()),
  intervalMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 60_000 })),
  heartbeatMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 600_000 })),
  reportMsMax,
}
const opcuaDevice = {
  device: identifier,
  adapter: Type.Literal('opcua'),
  endpoint: Type.String({ pattern: '^opc\\.tcp://.+', rule: 'edge.config.opcUrl' }),
  securityMode: Type.Optional(Type.Enum(['None', 'Sign', 'SignAndEncrypt'])),
  /** Basic128Rsa15 and Basic256 are deprecated (OPC 10000-7), and all that old controllers speak. */
  securityPolicy: Type.Optional(
    Type.Enum([
      ...(['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'] as const),
      ...(['Basic256', 'Basic128Rsa15'] as const),
    ]),
  ),
  credentials,
  trustUnknown: Type.Optional(Type.Boolean()),
  backfillDays: Type.Optional(Type.Number({ minimum: 0, maximum: 3650 })),
  publishingMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 60_000 })),
  samplingMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
  queueSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  /** Alarms and conditions (OPC 10000-9): of the whole server, or of what `alarmsNode` notifies. */
  alarms: Type.Optional(Type.Boolean()),
  alarmsNode: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  /** May an acknowledgement be sent back to the server? */
  acknowledgeAlarms: Type.Optional(Type.Boolean()),
  reportMsMax,
}

/**
 * Pace of an MTConnect agent's empty answers, of an OPC UA server's notifications, and of reading a Modbus
 * device, by default.
 */
export const heartbeatMs = 10_000
export const publishingMs = 500
export const modbusIntervalMs = 1000

/** Every bound of the edge, with what it is when the configuration does not say. Times are milliseconds. */
export const limitDefaults = {
  batchMs: 200,
  batchRecordsMax: 500,
  ackMsMax: 30_000,
  rebirthMsMin: 1000,
  keepaliveSeconds: 15,
  openMsMax: 20_000,
  closeMsMax: 1000,
  silentMsMax: 30_000,
  stableMs: 10_000,
  waitMsMin: 500,
  waitMsMax: 30_000,
  aliveMs: 10_000,
  healthMs: 10_000,
}
export type Limits = typeof limitDefaults

const ms = (minimum: number) => Type.Optional(Type.Integer({ minimum, maximum: 86_400_000 }))
const Limits = Type.Object(
  {
    batchMs: ms(1),
    batchRecordsMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    ackMsMax: ms(10),
    rebirthMsMin: ms(0),
    keepaliveSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
    openMsMax: ms(100),
    closeMsMax: ms(100),
    silentMsMax: ms(100),
    stableMs: ms(0),
    waitMsMin: ms(1),
    waitMsMax: ms(1),
    aliveMs: ms(100),
    healthMs: ms(100),
  },
  closed,
)

function frame<Devices extends TSchema>(devices: Devices) {
  return Type.Object(
    {
      server: brokerUrl,
      group: identifier,
      node: identifier,
      username: secret,
      password: secret,
      hostId: Type.Optional(identifier),
      caFile: Type.Optional(Type.String({ minLength: 1 })),
      /** Folder of recorded files; `files` beside the buffer when not said. */
      files: Type.Optional(Type.String({ minLength: 1 })),
      language: Type.Optional(Type.Enum(['zh', 'en'])),
      buffer: Type.Object(
        {
          directory: Type.String({ minLength: 1 }),
          bytesMax: Type.Optional(Type.Integer({ minimum: 1_048_576 })),
        },
        closed,
      ),
      /** One of two edges that read the same machines; the server says whose turn it is. */
      pair: Type.Optional(Type.Boolean()),
      windowMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      limits: Type.Optional(Limits),
      /** The machines, or `server`: they are configured there, and kept beside the buffer. */
      devices,
    },
    closed,
  )
}

const MtconnectTag = Type.Object({ ...mtconnectTag, deadband: Type.Optional(Deadband) }, closed)
const OpcuaTag = Type.Object({ ...opcuaTag, deadband: Type.Optional(Deadband) }, closed)
const MtconnectDevice = Type.Object(
  { ...mtconnectDevice, tags: Type.Union([Type.Literal('all'), Type.Array(MtconnectTag, tagsMax)]) },
  closed,
)
const ModbusTagSchema = Type.Object({ ...modbusTag, deadband: Type.Optional(Deadband) }, closed)
const ModbusDevice = Type.Object({ ...modbusDevice, tags: Type.Array(ModbusTagSchema, tagsMax) }, closed)
const OpcuaDevice = Type.Object({ ...opcuaDevice, tags: Type.Array(OpcuaTag, tagsMax) }, closed)

const devicesMax = { maxItems: 1000 }
const Devices = Type.Array(
  Type.Union([MtconnectDevice, OpcuaDevice, ModbusDevice, MqttDevice, SparkplugDevice, FileDevice]),
  devicesMax,
)

/** The whole configuration file. */
export const ConfigSchema = frame(Type.Union([Type.Literal('server'), Devices]))
export type Config = Static<typeof ConfigSchema>
export type MtconnectConfig = Static<typeof MtconnectDevice>
export type OpcuaConfig = Static<typeof OpcuaDevice>
export type ModbusConfig = Static<typeof ModbusDevice>
export type ModbusTag = Static<typeof ModbusTagSchema>
export type DeviceConfig = Static<typeof Devices>[number]

/**
 * The same schema in layers without alternatives: checked one inside the other, each alternative chosen by
 * what the file says, so that a fault is told once and for the alternative that was meant.
 */
export const layers = {
  frame: frame(Type.Unknown()),
  devices: Type.Array(Type.Unknown(), devicesMax),
  device: {
    mtconnect: Type.Object({ ...mtconnectDevice, tags: Type.Unknown() }, closed),
    opcua: Type.Object({ ...opcuaDevice, tags: Type.Unknown() }, closed),
    modbus: Type.Object({ ...modbusDevice, tags: Type.Unknown() }, closed),
    mqtt: mqttLayers.device,
    sparkplug: sparkplugLayers.device,
    file: fileLayers.device,
  },
  tags: Type.Array(Type.Unknown(), tagsMax),
  tag: {
    mtconnect: Type.Object({ ...mtconnectTag, deadband: Type.Optional(Type.Unknown()) }, closed),
    opcua: Type.Object({ ...opcuaTag, deadband: Type.Optional(Type.Unknown()) }, closed),
    modbus: Type.Object({ ...modbusTag, deadband: Type.Optional(Type.Unknown()) }, closed),
    mqtt: mqttLayers.tag,
    sparkplug: sparkplugLayers.tag,
    file: fileLayers.tag,
  },
}
