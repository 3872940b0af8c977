import template from './idta-02006-3-0-1.json' with { type: 'json' }

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

/** What the register knows of a machine for its nameplate. */
export type PlateFacts = {
  id: string
  /** The machine's page, which stands for the product on the web. */
  uri: string
  name: string
  nameEn: string | null
  maker: string
  model: string
  serialNumber: string | null
  firmware: string | null
  builtOn: string | null
}

const official = template.submodels[0] as unknown as AasElement
export const nameplateTemplate = official

/** The digital nameplate of a machine (IDTA 02006-3-0) as an AAS environment. */
export function shellOf(facts: PlateFacts) {
  const submodelId = `${facts.uri}/submodels/nameplate`
  const { semanticId, administration } = official
  return {
    assetAdministrationShells: [
      {
        modelType: 'AssetAdministrationShell',
        id: `${facts.uri}/aas`,
        idShort: 'Machine',
        assetInformation: { assetKind: 'Instance', globalAssetId: facts.uri },
        submodels: [{ type: 'ModelReference', keys: [{ type: 'Submodel', value: submodelId }] }],
      },
    ],
    submodels: [
      {
        modelType: 'Submodel',
        kind: 'Instance',
        id: submodelId,
        idShort: 'Nameplate',
        administration,
        semanticId,
        submodelElements: elementsOf(facts),
      },
    ],
  }
}

/** The template's elements that the register has something for, without what belongs to templates only. */
function elementsOf(facts: PlateFacts): AasElement[] {
  const said = (zh: string, en: string | null) => [
    { language: 'zh', text: zh },
    ...(en ? [{ language: 'en', text: en }] : []),
  ]
  const values: Record<string, unknown> = {
    URIOfTheProduct: facts.uri,
    ManufacturerName: said(facts.maker, null),
    ManufacturerProductDesignation: said(facts.name, facts.nameEn),
    ManufacturerProductType: facts.model,
    OrderCodeOfManufacturer: facts.model,
    SerialNumber: facts.serialNumber,
    YearOfConstruction: facts.builtOn?.slice(0, 4),
    DateOfManufacture: facts.builtOn,
    FirmwareVersion: facts.firmware,
  }
  return (official.submodelElements ?? []).flatMap((one) => {
    const value = values[one.idShort ?? '']
    const { modelType, idShort, semanticId, valueType } = one
    const head = { modelType, idShort, semanticId, ...(valueType ? { valueType } : {}) } as AasElement
    // The address is asked for by the template; the register keeps none of makers.
    if (idShort === 'AddressInformation') return [head]
    return value === null || value === undefined ? [] : [{ ...head, value }]
  })
}

/** What a nameplate says, back in the register's terms; what it does not say is not there. */
export function factsOf(submodel: AasElement): Partial<Omit<PlateFacts, 'id' | 'uri' | 'nameEn'>> {
  const text = (idShort: string) => {
    const value = submodel.submodelElements?.find((one) => one.idShort === idShort)?.value
    if (typeof value === 'string') return value
    if (!Array.isArray(value)) return undefined
    const said = value as { language?: string; text?: string }[]
    return (said.find((one) => one.language?.startsWith('zh')) ?? said[0])?.text
  }
  const facts = {
    maker: text('ManufacturerName'),
    model: text('ManufacturerProductType') ?? text('OrderCodeOfManufacturer'),
    serialNumber: text('SerialNumber'),
    firmware: text('FirmwareVersion'),
    builtOn: text('DateOfManufacture'),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
