import { type TSchema, Type } from 'typebox'

/** Parts that the schemas of several adapters share. */
export const closed = { additionalProperties: false }

/** Sparkplug identifiers are parts of MQTT topics (tck-id-topic-structure-namespace-valid-edge-node-id). */
export const identifier = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[^+/#]+$',
  rule: 'edge.config.identifier',
})
export const secret = Type.String({ minLength: 1, maxLength: 1024 })
export const credentials = Type.Optional(Type.Object({ username: secret, password: secret }, closed))
export const tagName = Type.String({ minLength: 1, maxLength: 128 })
export const tagType = Type.Enum(['number', 'text', 'boolean'])
export const unit = Type.String({ maxLength: 64 })
export const brokerUrl = Type.String({ pattern: '^mqtts?://.+', rule: 'edge.config.mqttUrl' })
export const reportMsMax = Type.Optional(Type.Integer({ minimum: 1000 }))
export const timeFormat = Type.Optional(Type.Enum(['iso', 's', 'ms', 'us', 'ns']))
/** Of times that do not say their own. */
export const zone = Type.Optional(
  Type.String({ pattern: '^(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$', rule: 'edge.config.zone' }),
)

export const DeadbandRange = Type.Object(
  {
    percent: Type.Number({ minimum: 0, maximum: 100 }),
    low: Type.Number(),
    high: Type.Number(),
  },
  closed,
)
export const DeadbandWidth = Type.Number({ minimum: 0 })
export const Deadband = Type.Union([DeadbandWidth, DeadbandRange])

export const tagsMax = { minItems: 1, maxItems: 20_000 }

/** A tag as it is, and the same with its dead-band unchecked (see `layers`). */
export function tagSchemas<Settings extends Record<string, TSchema>>(settings: Settings) {
  return {
    whole: Type.Object({ ...settings, deadband: Type.Optional(Deadband) }, closed),
    layer: Type.Object({ ...settings, deadband: Type.Optional(Type.Unknown()) }, closed),
  }
}
