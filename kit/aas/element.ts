/** An element of an AAS submodel, as its JSON has it (IDTA 01001, metamodel V3.0). */
export type AasElement = {
  modelType: string
  idShort?: string
  valueType?: string
  semanticId?: { type: string; keys: { type: string; value: string }[] }
  value?: unknown
  qualifiers?: { type: string; value?: string }[]
  submodelElements?: AasElement[]
  [other: string]: unknown
}

export type AasText = { language: string; text: string }
export type AasFile = { path: string; mediaType: string }
/** What an element is filled with: a text, texts by language, a file, members by short name, or a list. */
export type AasValue =
  | string
  | AasFile
  | readonly AasText[]
  | AasMembers
  | readonly AasMembers[]
  | readonly string[]
export type AasMembers = { readonly [idShort: string]: AasValue | null | undefined }

/** A submodel made from its template: what is known, in the template's order, without what templates say. */
export function fillSubmodel(template: AasElement, id: string, members: AasMembers): AasElement {
  const { idShort, administration, semanticId } = template
  return {
    ...{ modelType: 'Submodel', kind: 'Instance', id, administration },
    ...(semanticId ? { semanticId } : {}),
    ...(idShort ? { idShort } : {}),
    submodelElements: fillMembers(template.submodelElements ?? [], members),
  }
}

function fillMembers(rules: readonly AasElement[], members: AasMembers): AasElement[] {
  return rules.flatMap((rule) => {
    const value = members[rule.idShort ?? '']
    return value === null || value === undefined ? [] : [fill(rule, value)]
  })
}

const kept = [
  'modelType',
  'semanticId',
  'valueType',
  'typeValueListElement',
  'valueTypeListElement',
  'semanticIdListElement',
]

function fill(rule: AasElement, value: AasValue): AasElement {
  const head = Object.fromEntries(kept.flatMap((key) => (key in rule ? [[key, rule[key]]] : [])))
  const element = { ...head, ...(rule.idShort ? { idShort: rule.idShort } : {}) } as AasElement
  const inner = Array.isArray(rule.value) ? (rule.value as AasElement[]) : []
  if (rule.modelType === 'SubmodelElementCollection') {
    const members = fillMembers(inner, value as AasMembers)
    return members.length > 0 ? { ...element, value: members } : element
  }
  if (rule.modelType === 'SubmodelElementList') {
    // Members of a list have no short name (AASd-120).
    const { idShort: _, ...member } = inner[0] ?? { modelType: 'Property' }
    return { ...element, value: (value as readonly AasValue[]).map((one) => fill(member, one)) }
  }
  if (rule.modelType === 'File') {
    const { path, mediaType } = value as AasFile
    return { ...element, value: path, contentType: mediaType }
  }
  return { ...element, value }
}

/** A shell around submodels: the thing by its own address and by names others know it by. */
export function environmentOf(thing: {
  uri: string
  idShort: string
  submodels: readonly AasElement[]
  /** Name → value, such as GTIN and serial number. */
  known?: Readonly<Record<string, string>>
}) {
  const specificAssetIds = Object.entries(thing.known ?? {}).map(([name, value]) => ({ name, value }))
  return {
    assetAdministrationShells: [
      {
        modelType: 'AssetAdministrationShell',
        id: `${thing.uri}/aas`,
        idShort: thing.idShort,
        assetInformation: {
          assetKind: 'Instance',
          globalAssetId: thing.uri,
          ...(specificAssetIds.length > 0 ? { specificAssetIds } : {}),
        },
        submodels: thing.submodels.map(({ id }) => ({
          type: 'ModelReference',
          keys: [{ type: 'Submodel', value: id }],
        })),
      },
    ],
    submodels: [...thing.submodels],
  }
}

/** The member of that name; undefined where there is none. */
export function memberOf(element: AasElement | undefined, idShort: string): AasElement | undefined {
  return membersOf(element).find((one) => one.idShort === idShort)
}

export function membersOf(element: AasElement | undefined): readonly AasElement[] {
  const list = element?.submodelElements ?? element?.value
  return Array.isArray(list) ? (list as AasElement[]) : []
}

/** What a property says, or a text in the wanted language, else in any. */
export function textOf(element: AasElement | undefined, language = 'zh'): string | undefined {
  const value = element?.value
  if (typeof value === 'string') return value
  const said = textsOf(element)
  return (said.find((one) => one.language.startsWith(language)) ?? said[0])?.text
}

export function textsOf(element: AasElement | undefined): readonly AasText[] {
  if (element?.modelType !== 'MultiLanguageProperty' || !Array.isArray(element.value)) return []
  return (element.value as AasText[]).filter(
    (one) => typeof one?.language === 'string' && typeof one.text === 'string',
  )
}
