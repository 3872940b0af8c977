import { type AasElement, nameplateTemplate } from './shell.ts'

/** Where a nameplate breaks its template, by short names, and how (`factory.nameplateRule.<rule>`). */
export type PlateFault = { field: string; rule: string }

const dates = /^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$/

/** The nameplate of an AAS environment, known by its semantic id; null where there is none. */
export function nameplateIn(environment: unknown): AasElement | null {
  const list = (environment as { submodels?: unknown } | null)?.submodels
  if (!Array.isArray(list)) return null
  return (list as AasElement[]).find((one) => keyOf(one) === keyOf(nameplateTemplate)) ?? null
}

/** All faults of a nameplate against the official template: numbers of elements, their kinds and values. */
export function plateFaults(submodel: AasElement): PlateFault[] {
  return childFaults(listOf(submodel.submodelElements), listOf(nameplateTemplate.submodelElements), '')
}

function childFaults(given: readonly AasElement[], asked: readonly AasElement[], path: string): PlateFault[] {
  return asked.flatMap((rule) => {
    const field = `${path}${rule.idShort ?? '*'}`
    const own = given.filter((one) => isSame(one, rule))
    const [least, most] = boundsOf(rule)
    if (own.length < least) return [{ field, rule: 'missing' }]
    if (own.length > most) return [{ field, rule: 'tooMany' }]
    return own.flatMap((one) => elementFaults(one, rule, field))
  })
}

function elementFaults(one: AasElement, rule: AasElement, field: string): PlateFault[] {
  if (one.modelType !== rule.modelType) return [{ field, rule: 'kind' }]
  if (rule.semanticId && keyOf(one) !== keyOf(rule)) return [{ field, rule: 'semanticId' }]
  if (rule.modelType === 'Property') {
    if (one.valueType !== rule.valueType) return [{ field, rule: 'valueType' }]
    if (typeof one.value !== 'string' || one.value === '') return [{ field, rule: 'empty' }]
    return rule.valueType === 'xs:date' && !dates.test(one.value) ? [{ field, rule: 'date' }] : []
  }
  if (rule.modelType === 'MultiLanguageProperty') {
    const said = listOf(one.value as AasElement[] | undefined)
    const isSaid = said.length > 0 && said.every((each) => each.language && each.text)
    return isSaid ? [] : [{ field, rule: 'empty' }]
  }
  const [children, rules] = [listOf(one.value as AasElement[]), listOf(rule.value as AasElement[])]
  return rules.length > 0 ? childFaults(children, rules, `${field}.`) : []
}

/** The same element: by short name, and where the template leaves that open, by meaning. */
function isSame(one: AasElement, rule: AasElement): boolean {
  if (rule.idShort && !rule.idShort.startsWith('Arbitrary')) return one.idShort === rule.idShort
  return keyOf(one) === keyOf(rule)
}

function keyOf(one: AasElement): string | undefined {
  return one.semanticId?.keys?.[0]?.value
}

function listOf(value: readonly AasElement[] | undefined): readonly AasElement[] {
  return Array.isArray(value) ? value : []
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
