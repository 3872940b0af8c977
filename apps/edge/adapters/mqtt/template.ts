import type { FieldFault } from '@ronghe/kit/errors'
import { bad, type Observation, observe, type TagDefinition, type TagType } from '../../observation.ts'
import { type Reason, reason } from '../../reason.ts'
import { type Path, pathOf, valueAt } from '../paths.ts'
import { scaled } from '../scale.ts'
import { timeMicrosOf } from '../times.ts'
import type { MqttConfig, MqttTag } from './schema.ts'

/** What a message told: observations with the definition of their tags, and what could not be understood. */
export type Read = { tag: TagDefinition; observation: Observation; from: string }
export type Told = { read: Read[]; faults: Reason[] }

type Blanks = Readonly<Record<string, string>>
type Template = {
  tag: MqttTag
  type: TagType
  levels: readonly string[]
  path: Path
  each: Path | null
  timePath: Path | null
}
type Element = { value: unknown; blanks: Blanks }

/** Characters of a value that are read; a longer text is cut nowhere but refused. */
const nameLengthMax = 128
const elementsMax = 10_000

/** Rules that join several settings of a tag; each setting is already right by itself. */
export function mqttTagFaults(tag: MqttTag, field: string): FieldFault[] {
  const faults: FieldFault[] = []
  for (const name of ['path', 'each', 'timePath'] as const) {
    if (pathOf(tag[name] ?? '') === null) faults.push({ field: `${field}.${name}`, rule: 'edge.config.path' })
  }
  const levels = tag.topic.split('/')
  const isWrong = (level: string, index: number) =>
    (level === '#' && index < levels.length - 1) || (/[+#{}]/.test(level) && !/^([+#]|\{\w+\})$/.test(level))
  if (levels.some(isWrong)) faults.push({ field: `${field}.topic`, rule: 'edge.config.topic' })
  if ((tag.scale ?? 1) === 0) faults.push({ field: `${field}.scale`, rule: 'edge.config.notZero' })
  const isScaled = tag.scale !== undefined || tag.offset !== undefined
  if (isScaled && (tag.type ?? 'number') !== 'number')
    faults.push({ field: `${field}.scale`, rule: 'edge.config.scaleType' })
  return faults
}

/** The filter to subscribe with: blanks take any level. */
export function filterOf(topic: string): string {
  return topic
    .split('/')
    .map((level) => (level.startsWith('{') ? '+' : level))
    .join('/')
}

/** True when name and unit of the tag are known before a message came. */
export function isFixed(tag: MqttTag): boolean {
  return !/\{\w+\}/.test(tag.name + (tag.unit ?? ''))
}

/**
 * Maps messages to observations: topic levels, paths into the JSON payload, elements of arrays and objects,
 * times and units. What it cannot understand becomes a reason; it never throws.
 */
export class Templates {
  readonly #config: MqttConfig
  readonly #templates: readonly Template[]

  constructor(config: MqttConfig) {
    this.#config = config
    this.#templates = config.tags.map((tag) => templateOf(tag, config))
  }

  read(topic: string, payload: Uint8Array, arrivedMicros: number): Told {
    const told: Told = { read: [], faults: [] }
    const levels = topic.split('/')
    let body: { value: unknown; isJson: boolean } | undefined
    for (const template of this.#templates) {
      const blanks = blanksOf(template.levels, levels)
      if (!blanks) continue
      body ??= bodyOf(payload)
      const isWhole = template.path.length === 0 && !template.each
      if (!body.isJson && !isWhole) told.faults.push(reason('edge.mqtt.notJson', { topic }))
      else this.#apply(template, body.value, { topic, blanks, arrivedMicros }, told)
    }
    told.faults = distinct(told.faults)
    return told
  }

  #apply(
    template: Template,
    root: unknown,
    at: { topic: string; blanks: Blanks; arrivedMicros: number },
    told: Told,
  ): void {
    const { tag, type } = template
    const { topic } = at
    for (const element of elementsOf(template, root, at.blanks)) {
      const raw = valueAt(element.value, template.path)
      // A message that says nothing of this value is none about it.
      if (raw === undefined) continue
      const name = filled(tag.name, element, root)
      const unit = filled(tag.unit ?? '', element, root) ?? ''
      if (name === null || name.length > nameLengthMax) {
        told.faults.push(reason('edge.mqtt.noName', { topic, tag: tag.name }))
        continue
      }
      const timeMicros = this.#timeOf(template, element.value, root, at.arrivedMicros)
      if (Number.isNaN(timeMicros)) {
        told.faults.push(reason('edge.mqtt.noTime', { topic, tag: name }))
        continue
      }
      // An object or a list is no value, and no text of ours makes it one.
      const value = typeof raw === 'object' ? null : scaled(tag, type, raw)
      const observation = observe(name, type, timeMicros, value)
      if (observation.quality === bad && raw !== null)
        told.faults.push(reason('edge.mqtt.misfit', { topic, tag: name, type }))
      told.read.push({ tag: { name, type, unit }, observation, from: tag.name })
    }
  }

  #timeOf(template: Template, element: unknown, root: unknown, arrivedMicros: number): number {
    const { timePath, tag } = template
    if (!timePath) return arrivedMicros
    const raw = valueAt(element, timePath) ?? valueAt(root, timePath)
    return timeMicrosOf(raw, tag.timeFormat ?? this.#config.timeFormat, this.#config.zone)
  }
}

function templateOf(tag: MqttTag, config: MqttConfig): Template {
  const timePath = tag.timePath ?? config.timePath
  return {
    tag,
    type: (tag.type ?? 'number') as TagType,
    levels: tag.topic.split('/'),
    path: pathOf(tag.path ?? '') ?? [],
    each: tag.each === undefined ? null : pathOf(tag.each),
    timePath: timePath === undefined ? null : pathOf(timePath),
  }
}

/** The payload as JSON; what is none is a word or a number by itself. */
function bodyOf(payload: Uint8Array): { value: unknown; isJson: boolean } {
  const text = new TextDecoder().decode(payload)
  try {
    return { value: JSON.parse(text) as unknown, isJson: true }
  } catch {
    return { value: text, isJson: false }
  }
}

/** The blanks of a topic that fits; null when it does not (MQTT 3.1.1, 4.7). */
function blanksOf(pattern: readonly string[], levels: readonly string[]): Blanks | null {
  const blanks: Record<string, string> = {}
  for (const [index, wanted] of pattern.entries()) {
    if (wanted === '#') return blanks
    const level = levels[index]
    if (level === undefined) return null
    if (wanted.startsWith('{')) blanks[wanted.slice(1, -1)] = level
    else if (wanted !== '+' && wanted !== level) return null
  }
  return levels.length === pattern.length ? blanks : null
}

function elementsOf(template: Template, root: unknown, blanks: Blanks): Element[] {
  if (!template.each) return [{ value: root, blanks }]
  const many = valueAt(root, template.each)
  if (typeof many !== 'object' || many === null) return []
  return Object.entries(many)
    .slice(0, elementsMax)
    .map(([key, value]) => ({ value, blanks: { ...blanks, key, index: key } }))
}

/**
 * The template with its blanks filled: from the topic, the element's fields, the payload's; null when one is
 * not there.
 */
function filled(template: string, element: Element, root: unknown): string | null {
  let isWhole = true
  const text = template.replaceAll(/\{(\w+)\}/g, (_blank, name: string) => {
    const found = element.blanks[name] ?? valueAt(element.value, [name]) ?? valueAt(root, [name])
    if (typeof found === 'string' && found !== '') return found
    if (typeof found === 'number' || typeof found === 'boolean') return String(found)
    isWhole = false
    return ''
  })
  return isWhole ? text : null
}

function distinct(faults: readonly Reason[]): Reason[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}
