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
  unit,
} from '../../schema-parts.ts'

const tag = tagSchemas({
  name: tagName,
  /** The metric's name at its node; none: the tag's own. */
  metric: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
  unit: Type.Optional(unit),
  writable: Type.Optional(Type.Boolean()),
})
const device = {
  device: identifier,
  adapter: Type.Literal('sparkplug'),
  url: brokerUrl,
  credentials,
  clientId: Type.Optional(secret),
  caFile: Type.Optional(Type.String({ minLength: 1 })),
  /** The edge node that exists already, and its device; none: the node's own metrics. */
  sourceGroup: identifier,
  sourceNode: identifier,
  sourceDevice: Type.Optional(identifier),
  /** Say STATE under this name, for a node that waits for its primary host. */
  hostId: Type.Optional(identifier),
  reportMsMax,
}

export const SparkplugTag = tag.whole
export const SparkplugDevice = Type.Object(
  { ...device, tags: Type.Union([Type.Literal('all'), Type.Array(SparkplugTag, tagsMax)]) },
  closed,
)
export const sparkplugLayers = {
  device: Type.Object({ ...device, tags: Type.Unknown() }, closed),
  tag: tag.layer,
}
export type SparkplugConfig = Static<typeof SparkplugDevice>
export type SparkplugTag = Static<typeof SparkplugTag>
