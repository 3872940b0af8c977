import { everyFault } from '@ronghe/kit/config'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { recordingNames } from './play/recording.ts'

const port = (initial: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 65_535, default: initial, description })

const MachineSchema = Type.Object(
  {
    key: Type.String({ minLength: 1, maxLength: 64, description: 'Our name of the machine, unique' }),
    recording: Type.Enum([...recordingNames], { description: 'Which recording it plays' }),
    protocol: Type.Enum(['mtconnect', 'opcua'], { description: 'How it is reached' }),
    shiftHours: Type.Number({
      minimum: -24,
      maximum: 24,
      description: 'Hours added to recorded times of day',
    }),
  },
  { additionalProperties: false },
)

/** Everything of the sample plant that can be set. `plant.json` beside this file is the default. */
export const PlantConfigSchema = Type.Object(
  {
    dataDirectory: Type.String({
      minLength: 1,
      description: 'Folder of certificates and the last instance id',
    }),
    host: Type.String({ minLength: 1, default: '127.0.0.1', description: 'Address to listen on' }),
    mtconnectPort: port(5005, 'Port of the MTConnect agent; 0 picks a free one'),
    opcuaPort: port(4840, 'Port of the OPC UA server; 0 picks a free one'),
    historyDays: Type.Number({ minimum: 0, maximum: 90, default: 7, description: 'Days played before now' }),
    speed: Type.Number({
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      description: 'How many times faster than real the history is played; 0: all of it at the start',
    }),
    streamsMax: Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: 16,
      description: 'Most MTConnect streams at once',
    }),
    machines: Type.Array(MachineSchema, { minItems: 1, maxItems: 16 }),
  },
  { additionalProperties: false },
)

export type PlantConfig = Static<typeof PlantConfigSchema>

/** All faults of a plant's configuration at once, one line each. */
export class PlantConfigFault extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`plant configuration: ${faults.join('; ')}`)
    this.name = 'PlantConfigFault'
    this.faults = faults
  }
}

/** Fills in defaults and checks. Throws `PlantConfigFault` with every fault. */
export function readPlantConfig(given: unknown): PlantConfig {
  const config = Value.Default(PlantConfigSchema, given) as PlantConfig
  const faults = everyFault(PlantConfigSchema, config).map(
    (error) => `${error.instancePath === '' ? '/' : error.instancePath}: ${error.message}`,
  )
  if (faults.length === 0) faults.push(...twice(config, 'key'), ...twice(config, 'recording'))
  if (faults.length > 0) throw new PlantConfigFault(faults)
  return config
}

/** A recording can be played once only, since device names and node ids come from it. */
function twice(config: PlantConfig, field: 'key' | 'recording'): string[] {
  const values = config.machines.map((machine) => machine[field])
  const repeated = new Set(values.filter((value, index) => values.indexOf(value) !== index))
  return [...repeated].map((value) => `/machines: ${field} ${value} more than once`)
}
