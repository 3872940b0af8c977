import type { Metric, Payload, Template } from './model.ts'

/** What a birth breaks; the numbers of the rules are in SPEC.md. */
export type BirthFaultCode =
  | 'seqMissing'
  | 'timestampMissing'
  | 'bdSeqMissing'
  | 'rebirthMissing'
  | 'nameMissing'
  | 'nameRepeated'
  | 'typeMissing'
  | 'aliasRepeated'
  | 'templateUnknown'
  | 'templateMembers'
  | 'templateNested'
  | 'definitionPlace'

/** `metric` is its name, or '' where the fault is the message's own or the metric has none. */
export type BirthFault = { code: BirthFaultCode; metric: string }

/** What holds for a node from its NBIRTH on: its definitions of templates, and whose an alias is. */
export type NodeBirth = { definitions: Map<string, Template>; aliases: Map<number, string> }

export function nodeBirth(): NodeBirth {
  return { definitions: new Map(), aliases: new Map() }
}

/**
 * Faults of an NBIRTH (`device` null) or DBIRTH, and notes its definitions and aliases in `node`. What is
 * said of a metric without a fault can be relied on; the others are better not kept.
 */
export function birthFaults(payload: Payload, device: string | null, node: NodeBirth): BirthFault[] {
  const faults: BirthFault[] = headFaults(payload, device)
  const names = new Set<string>()
  for (const metric of payload.metrics) {
    const name = metric.name ?? ''
    const add = (code: BirthFaultCode) => faults.push({ code, metric: name })
    if (name === '') add('nameMissing')
    else if (names.has(name)) add('nameRepeated')
    names.add(name)
    if (metric.type === undefined || metric.type === 'Unknown') add('typeMissing')
    if (metric.alias !== undefined && name !== '') {
      const subject = `${device ?? ''}/${name}`
      const owner = node.aliases.get(metric.alias) ?? subject
      if (owner === subject) node.aliases.set(metric.alias, subject)
      else add('aliasRepeated')
    }
    const template = templateOf(metric)
    if (template?.isDefinition === true) {
      if (device === null && name !== '') node.definitions.set(name, template)
      else add('definitionPlace')
    }
  }
  for (const metric of payload.metrics) faults.push(...templateFaults(metric, metric.name ?? '', node))
  return faults
}

function headFaults({ seq, timestamp, metrics }: Payload, device: string | null): BirthFault[] {
  const faults: BirthFault[] = []
  const add = (code: BirthFaultCode) => faults.push({ code, metric: '' })
  if (seq === undefined || seq > 255 || (device === null && seq !== 0)) add('seqMissing')
  if (timestamp === undefined) add('timestampMissing')
  if (device !== null) return faults
  if (!metrics.some(({ name, value }) => name === 'bdSeq' && typeof value === 'number')) add('bdSeqMissing')
  const rebirth = metrics.find(({ name }) => name === 'Node Control/Rebirth')
  if (rebirth?.value !== false || rebirth.alias !== undefined) add('rebirthMissing')
  return faults
}

/** An instance has a definition with just its members, and so have the instances within it. */
function templateFaults(metric: Metric, name: string, node: NodeBirth): BirthFault[] {
  const template = templateOf(metric)
  if (!template || template.isDefinition === true) return []
  const definition = node.definitions.get(template.templateRef ?? '')
  if (!definition) return [{ code: 'templateUnknown', metric: name }]
  const wanted = new Set(definition.metrics.map((member) => member.name))
  const given = new Set(template.metrics.map((member) => member.name))
  const isSame = wanted.size === given.size && [...given].every((member) => wanted.has(member))
  return [
    ...(isSame ? [] : [{ code: 'templateMembers' as const, metric: name }]),
    ...template.metrics.flatMap((member) => {
      if (templateOf(member)?.isDefinition === true)
        return [{ code: 'templateNested' as const, metric: name }]
      return templateFaults(member, `${name}/${member.name ?? ''}`, node)
    }),
  ]
}

export function templateOf(metric: Metric): Template | null {
  const { value } = metric
  return typeof value === 'object' && value !== null && 'isDefinition' in value ? value : null
}
