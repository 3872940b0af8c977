import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { everyFault } from './every-fault.ts'

export { everyFault, type SchemaFault } from './every-fault.ts'
export { keyFor, secretOf } from './secret.ts'

/**
 * Everything that can be set, with its bound and meaning; the names are those of the environment.
 * `docs/generated/config.md` is printed from it.
 */
export const ConfigSchema = Type.Object({
  PORT: port(8080, 'HTTP port of pages, API and live stream; 0 picks a free one'),
  HOST: Type.String({
    default: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 opens it to the network',
  }),
  OPEN_DATA_LICENCE: Type.String({
    default: '',
    description: 'Address of the licence under which open data are published; left out where it is empty.',
  }),
  PUBLIC_URL: Type.String({
    default: '',
    description: 'Address people use, e.g. https://ronghe.example; empty: http://HOST:PORT',
  }),
  DATA_DIR: Type.String({
    default: './data',
    description: 'Folder of database, telemetry, files and secrets',
  }),
  DATABASE_URL: Type.String({
    default: '',
    description: 'PostgreSQL to use instead of the embedded one (a role that may create roles)',
  }),
  DATABASE_POOL_MAX: count(20, 2, 200, 'Connections to PostgreSQL'),
  MQTT_PORT: port(1883, 'Port of the embedded MQTT broker; 0 picks a free one'),
  NAMESPACE_PORT: port(1884, 'Port of the unified namespace (MQTT, for reading); 0 picks a free one'),
  NAMESPACE_HOST: Type.String({
    default: '127.0.0.1',
    description: 'Address the unified namespace listens on',
  }),
  MQTT_HOST: Type.String({ default: '127.0.0.1', description: 'Address the MQTT broker listens on' }),
  MQTT_PACKET_BYTES_MAX: count(
    16_777_216,
    65_536,
    268_435_455,
    'Largest MQTT packet an edge may send, bytes; a larger one ends its connection',
  ),
  SPARKPLUG_REORDER_MS: count(
    2000,
    0,
    60_000,
    'How long a Sparkplug message waits for one that is missing before it, milliseconds (Reorder Timeout)',
  ),
  RONGHE_LANGUAGE: Type.Enum(['zh', 'en'], {
    default: 'zh',
    description: 'Language of start messages and of mail without a known reader',
  }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
    default: 'info',
    description: 'Least level that is logged',
  }),
  BODY_BYTES_MAX: count(10_485_760, 1024, 1_073_741_824, 'Largest request body or upload, bytes'),
  TRACE_CAPTURE_BYTES_MAX: count(268_435_456, 1024, 10_737_418_240, 'Largest captured document, bytes'),
  TRACE_CAPTURE_THREADS: count(
    0,
    0,
    64,
    'Threads that read and judge captured documents; 0: as many as there are cores but one',
  ),
  TRACE_FUTURE_MINUTES_MAX: count(
    10,
    0,
    1_000_000,
    'How far ahead of this clock a captured event may claim to have happened, minutes',
  ),
  TRACE_CAPTURE_EVENTS_MAX: count(1_000_000, 1, 100_000_000, 'Most events of one captured document'),
  WEBHOOK_HOSTS_ALLOWED: Type.String({
    default: '',
    description:
      'Hosts inside the network that events may be sent to, separated by commas; all others are refused',
  }),
  EXPORT_ROWS_MAX: count(100_000, 1, 1_000_000, 'Most rows of one export'),
  IMPORT_ROWS_MAX: count(20_000, 1, 200_000, 'Most rows of one import'),
  RATE_REQUESTS_MAX: count(6000, 10, 1_000_000, 'Most requests to the API a minute from one address'),
  RATE_STRANGER_WRITES_MAX: count(
    30,
    1,
    1_000_000,
    'Most requests a minute from one address to what strangers write',
  ),
  SIGN_IN_ATTEMPTS_MAX: count(8, 3, 100, 'Wrong passwords before an account is locked'),
  SIGN_IN_LOCK_MINUTES: count(15, 1, 1440, 'How long an account stays locked'),
  SESSION_HOURS: count(168, 1, 8760, 'How long a session lives without use'),
  LIVE_QUEUE_BYTES_MAX: count(
    1_048_576,
    65_536,
    67_108_864,
    'Bytes waiting for one slow page before it is cut off',
  ),
  EVENT_ATTEMPTS_MAX: count(20, 1, 1000, 'Attempts to deliver one event before it is put aside'),
  REQUEST_TIMEOUT_MS: count(60_000, 1000, 600_000, 'Longest request, milliseconds'),
  SMTP_URL: Type.String({
    default: '',
    description: 'Mail server, e.g. smtp://user:pass@host:587; empty: no mail is sent',
  }),
  MAIL_FROM: Type.String({ default: 'ronghe@localhost', description: 'Sender of mail' }),
  OIDC_ISSUER: Type.String({ default: '', description: 'OpenID Connect provider; empty: none' }),
  OIDC_CLIENT_ID: Type.String({ default: '', description: 'Our client id at the provider' }),
  OIDC_CLIENT_SECRET: Type.String({ default: '', description: 'Our client secret at the provider' }),
  SECRET: Type.String({
    default: '',
    description: 'Key that signs sessions; empty: made once and kept in DATA_DIR/secret',
  }),
  REGION: Type.Enum(['guangxi'], { default: 'guangxi', description: 'Which region’s data is loaded' }),
  SAMPLE: Type.Enum(['yes', 'no'], {
    default: 'yes',
    description: 'Load the sample region on the first start',
  }),
  SAMPLE_PASSWORD: Type.String({
    default: '',
    description: 'Password of the sample accounts; empty: made once and printed',
  }),
  SAMPLE_MTCONNECT_PORT: port(5005, 'Port of the sample plant’s MTConnect agent'),
  SAMPLE_OPCUA_PORT: port(4840, 'Port of the sample plant’s OPC UA server'),
  SAMPLE_HISTORY_DAYS: count(7, 1, 30, 'Days of history that the sample plant plays on the first start'),
})

export type Config = Static<typeof ConfigSchema>

/** All faults of the configuration at once, one line each: name, what is wrong, what is allowed. */
export class ConfigFault extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`Configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigFault'
    this.faults = faults
  }
}

/** Reads the environment. Throws `ConfigFault` with every fault; empty variables count as not set. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given: Record<string, unknown> = {}
  for (const key of Object.keys(ConfigSchema.properties)) {
    const text = environment[key]
    if (text !== undefined && text !== '') given[key] = text
  }
  const value = Value.Default(ConfigSchema, Value.Convert(ConfigSchema, given))
  const faults = everyFault(ConfigSchema, value).map((error) => {
    const name = error.instancePath.slice(1).split('/')[0] ?? ''
    return `${name}=${JSON.stringify(environment[name] ?? '')}: ${error.message}`
  })
  faults.push(...together(value as Config))
  if (faults.length > 0) throw new ConfigFault(faults)
  return value as Config
}

/** Rules that join several settings. */
function together(config: Config): string[] {
  const faults: string[] = []
  const oidc = [config.OIDC_ISSUER, config.OIDC_CLIENT_ID, config.OIDC_CLIENT_SECRET]
  if (oidc.some(Boolean) && !oidc.every(Boolean)) {
    faults.push('OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: give all three or none')
  }
  if (config.SECRET !== '' && config.SECRET.length < 32) faults.push('SECRET: at least 32 characters')
  return faults
}

/** The table of settings as Markdown. */
export function configTable(): string {
  const rows = Object.entries(ConfigSchema.properties).map(([name, schema]) => {
    const { default: initial, description, minimum, maximum } = schema as unknown as Record<string, unknown>
    const bound = minimum === undefined ? '' : ` (${minimum} … ${maximum})`
    return `| \`${name}\` | \`${String(initial)}\` | ${description}${bound} |`
  })
  return ['| name | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

function port(initial: number, description: string) {
  return Type.Integer({ minimum: 0, maximum: 65535, default: initial, description })
}

function count(initial: number, minimum: number, maximum: number, description: string) {
  return Type.Integer({ minimum, maximum, default: initial, description })
}
