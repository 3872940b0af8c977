import { type Static, Type } from 'typebox'
import {
  brokerUrl,
  closed,
  credentials,
  identifier,
  reportMsMax,
  secret,
  tagName,
  tagSchemas,
  tagsMax,
  tagType,
  timeFormat,
  unit,
  zone,
} from '../../schema-parts.ts'

const path = Type.String({ maxLength: 256 })

const tag = tagSchemas({
  /** May hold `{blanks}`: of the topic, of the element (`{key}`, `{index}`), of fields beside the value. */
  name: tagName,
  /** A topic filter whose levels may be `{blanks}`, which take any level. */
  topic: Type.String({ minLength: 1, maxLength: 1024, pattern: '^[^\\0]+$', rule: 'edge.config.topic' }),
  /** Where the value stands in the payload or element; empty: all of it. */
  path: Type.Optional(path),
  /** Of an array or object of which every element is one value. */
  each: Type.Optional(path),
  type: Type.Optional(tagType),
  /** May hold blanks as the name. */
  unit: Type.Optional(unit),
  /** Value = number × scale + offset. */
  scale: Type.Optional(Type.Number()),
  offset: Type.Optional(Type.Number()),
  timePath: Type.Optional(path),
  timeFormat,
})
const device = {
  device: identifier,
  adapter: Type.Literal('mqtt'),
  url: brokerUrl,
  credentials,
  /** The broker keeps what comes while this edge is away under this name. */
  clientId: Type.Optional(secret),
  caFile: Type.Optional(Type.String({ minLength: 1 })),
  timePath: Type.Optional(path),
  timeFormat,
  zone,
  /** Nothing heard for so long: nobody knows the values any more. */
  quietMsMax: Type.Optional(Type.Integer({ minimum: 1000, maximum: 604_800_000 })),
  reportMsMax,
}

export const MqttTag = tag.whole
export const MqttDevice = Type.Object({ ...device, tags: Type.Array(MqttTag, tagsMax) }, closed)
export const mqttLayers = {
  device: Type.Object({ ...device, tags: Type.Unknown() }, closed),
  tag: tag.layer,
}
export type MqttConfig = Static<typeof MqttDevice>
export type MqttTag = Static<typeof MqttTag>
