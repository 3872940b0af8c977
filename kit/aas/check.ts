import { type AasElement, textsOf } from './element.ts'

/** Where a submodel breaks its template, by short names, and how. */
export type AasFault = { field: string; rule: AasRule }
export type AasRule =
  | 'missing'
  | 'tooMany'
  | 'kind'
  | 'semanticId'
  | 'valueType'
  | 'empty'
  | 'date'
  | 'number'

/** The submodel of an AAS environment that follows the template, known by its meaning; null without one. */
export function submodelIn(environment: unknown, template: AasElement): AasElement | null {
  const list = (environment as { submodels?: unknown } | null)?.submodels
  if (!Array.isArray(list)) return null
  return (list as (AasElement | null)[]).find((one) => keyOf(one) === keyOf(template)) ?? null
}

/** All faults of a submodel against its template: numbers of elements, their kinds and values. */
export function templateFaults(submodel: AasElement, template: AasElement): AasFault[] {
  return childFaults(listOf(submodel.submodelElements), listOf(template.submodelElements), '')
}

function childFaults(given: readonly AasElement[], asked: readonly AasElement[], path: string): AasFault[] {
  return asked.flatMap((rule): AasFault[] => {
    const field = `${path}${rule.idShort ?? '*'}`
    const own = given.filter((one) => isSame(one, rule))
    const [least, most] = boundsOf(rule)
    if (own.length < least) return [{ field, rule: 'missing' }]
    if (own.length > most) return [{ field, rule: 'tooMany' }]
    return own.flatMap((one) => elementFaults(one, rule, field))
  })
}

function elementFaults(one: AasElement, rule: AasElement, field: string): AasFault[] {
  if (one.modelType !== rule.modelType) return [{ field, rule: 'kind' }]
  if (rule.semanticId && keyOf(one) !== keyOf(rule)) return [{ field, rule: 'semanticId' }]
  if (rule.modelType === 'Property') return propertyFaults(one, rule, field)
  if (rule.modelType === 'File') {
    const isSaid =
      typeof one.contentType === 'string' && (one.value === undefined || typeof one.value === 'string')
    return isSaid ? [] : [{ field, rule: 'empty' }]
  }
  if (rule.modelType === 'MultiLanguageProperty') {
    const said = textsOf(one)
    const isSaid =
      said.length > 0 && said.length === listOf(one.value).length && said.every(({ text }) => text !== '')
    return isSaid ? [] : [{ field, rule: 'empty' }]
  }
  const rules = listOf(rule.value)
  // Members of a list have no short name of their own (AASd-120).
  const isList = rule.modelType === 'SubmodelElementList'
  const asked = isList ? rules.map(({ idShort: _, ...rest }) => manyOf(rest)) : rules
  return rules.length > 0 ? childFaults(listOf(one.value), asked, `${field}.`) : []
}

/** The one member that a template gives a list stands for all of them. */
function manyOf(rule: AasElement): AasElement {
  const most = boundsOf(rule)[0] > 0 ? 'OneToMany' : 'ZeroToMany'
  return { ...rule, qualifiers: [{ type: 'SMT/Cardinality', value: most }] }
}

const patterns: Readonly<Record<string, [RegExp, AasRule]>> = {
  'xs:date': [/^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$/, 'date'],
  'xs:dateTime': [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/, 'date'],
  'xs:long': [/^[+-]?\d+$/, 'number'],
  'xs:decimal': [/^[+-]?(\d+(\.\d*)?|\.\d+)$/, 'number'],
  'xs:double': [/^([+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d+)?)$/, 'number'],
}

function propertyFaults(one: AasElement, rule: AasElement, field: string): AasFault[] {
  if (one.valueType !== rule.valueType) return [{ field, rule: 'valueType' }]
  if (typeof one.value !== 'string' || one.value === '') return [{ field, rule: 'empty' }]
  const [pattern, name] = patterns[rule.valueType ?? ''] ?? []
  return pattern && name && !pattern.test(one.value) ? [{ field, rule: name }] : []
}

/** The same element: by short name, and where there may be several or the name is open, by meaning. */
function isSame(one: AasElement, rule: AasElement): boolean {
  const isMany = rule.semanticId !== undefined && boundsOf(rule)[1] > 1 && rule.qualifiers !== undefined
  if (isMany) return keyOf(one) === keyOf(rule)
  if (rule.idShort && !rule.idShort.startsWith('Arbitrary')) return one.idShort === rule.idShort
  return keyOf(one) === keyOf(rule)
}

function keyOf(one: AasElement | null): string | undefined {
  return one?.semanticId?.keys?.[0]?.value
}

function listOf(value: unknown): readonly AasElement[] {
  if (!Array.isArray(value)) return []
  return (value as (AasElement | null)[]).filter(
    (one) => typeof one === 'object' && one !== null,
  ) as AasElement[]
}

const bounds: Record<string, [number, number]> = {
  One: [1, 1],
  ZeroToOne: [0, 1],
  OneToMany: [1, Number.POSITIVE_INFINITY],
  ZeroToMany: [0, Number.POSITIVE_INFINITY],
}

function boundsOf(rule: AasElement): [number, number] {
  const said = rule.qualifiers?.find((one) => one.type.endsWith('Cardinality'))?.value
  return bounds[said ?? ''] ?? [0, Number.POSITIVE_INFINITY]
}
