import { type Static, Type } from 'typebox'
import {
  closed,
  identifier,
  reportMsMax,
  tagName,
  tagSchemas,
  tagsMax,
  tagType,
  timeFormat,
  unit,
  zone,
} from '../../schema-parts.ts'

const tag = tagSchemas({
  name: tagName,
  /** Column of a CSV file, key of SHDR, path of a JSON line; none: the tag's own name. */
  column: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  type: Type.Optional(tagType),
  unit: Type.Optional(unit),
  scale: Type.Optional(Type.Number()),
  offset: Type.Optional(Type.Number()),
})
const device = {
  device: identifier,
  adapter: Type.Literal('file'),
  /** Below the folder for files of this edge's own configuration. */
  path: Type.String({
    minLength: 1,
    maxLength: 512,
    pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\\\\\0]+$',
    rule: 'edge.config.filePath',
  }),
  format: Type.Enum(['csv', 'shdr', 'jsonl']),
  /** Where the time stands in CSV and JSON lines; `time` when not said. */
  timeColumn: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  timeFormat,
  zone,
  /** As they stand in the file; or moved so that the first is now. */
  times: Type.Optional(Type.Enum(['original', 'now'])),
  /** Of times moved to now: how much faster than they were recorded. */
  speed: Type.Optional(Type.Number({ minimum: 0.001, maximum: 1000 })),
  loop: Type.Optional(Type.Boolean()),
  intervalMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 10_000 })),
  reportMsMax,
}

export const FileTag = tag.whole
export const FileDevice = Type.Object(
  { ...device, tags: Type.Union([Type.Literal('all'), Type.Array(FileTag, tagsMax)]) },
  closed,
)
export const fileLayers = {
  device: Type.Object({ ...device, tags: Type.Unknown() }, closed),
  tag: tag.layer,
}
export type FileConfig = Static<typeof FileDevice>
export type FileTag = Static<typeof FileTag>
