import { type AasElement, type AasFile, environmentOf, fillSubmodel, templates } from '@ronghe/kit/aas'
import type { Code, Gathered, Step } from '../consumer/gather.ts'
import { writtenKey } from '../master/key.ts'
import { languages, type Texts } from '../master/languages.ts'
import type { DocumentRow } from '../master/store/documents.ts'
import type { FootprintRow } from './store.ts'

export type PassportFacts = {
  code: Code
  told: Gathered
  footprint: FootprintRow | null
  /** Address of this program, without a slash at its end. */
  base: string
  /** When what it says changed last. */
  updatedAt: Date
}

const templateVersion = 'IDTA 02099-1'

/** Where the file of a paper lies within a package. */
export function paperPath({ id, mediaType }: Pick<DocumentRow, 'id' | 'mediaType'>): string {
  const extension = { 'application/pdf': 'pdf', 'image/png': 'png' }[mediaType] ?? 'jpg'
  return `aasx/files/${id}.${extension}`
}

/** The passport of a product, lot or item as an AAS environment, from what the asker may see. */
export function passportOf(facts: PassportFacts) {
  const { code, told, base } = facts
  const uri = base + code.path
  const known = { gtin: code.gtin, lot: told.lot ?? '', serialNumber: code.serial ?? '' }
  return environmentOf({
    uri,
    idShort: 'Product',
    submodels: [
      nameplateOf(facts, uri),
      metadataOf(facts, uri),
      ...(facts.footprint ? [carbonOf(facts.footprint, uri)] : []),
      ...(told.steps.length > 0 ? [stepsOf(told.steps, uri)] : []),
    ],
    known: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== '')),
  })
}

function textsIn(texts: Texts | undefined, key: 'name' | 'address') {
  return languages.flatMap((language) => {
    const text = texts?.[language]?.[key]
    return text ? [{ language, text }] : []
  })
}

function nameplateOf({ code, told }: PassportFacts, uri: string): AasElement {
  const { product, maker } = told
  const made = madeAt(told.steps)
  const marked = told.papers.filter(({ kind }) => kind === 'certificate' || kind === 'declaration')
  const names = textsIn(product?.texts, 'name')
  const plate = fillSubmodel(templates.nameplate, `${uri}/submodels/nameplate`, {
    URIOfTheProduct: uri,
    ManufacturerName: textsIn(maker?.texts, 'name'),
    ManufacturerProductDesignation: names.length > 0 ? names : [{ language: 'en', text: code.gtin }],
    AddressInformation: {},
    ManufacturerProductType: product?.fields.model,
    OrderCodeOfManufacturer: code.gtin,
    ProductArticleNumberOfManufacturer: code.gtin,
    SerialNumber: code.serial,
    YearOfConstruction: made?.slice(0, 4),
    DateOfManufacture: made,
    CountryOfOrigin: product?.fields.origin,
    UniqueFacilityIdentifier: facilityOf(told.steps),
    Markings: marked.length > 0 ? marked.map(markingOf) : null,
  })
  const address = plate.submodelElements?.find(({ idShort }) => idShort === 'AddressInformation')
  const streets = textsIn(maker?.texts, 'address')
  if (address && streets.length > 0) address.value = [streetOf(streets)]
  return plate
}

function markingOf(paper: DocumentRow) {
  const { title, number, issuedOn, validUntil, mediaType } = paper
  const markingFile: AasFile = { path: `/${paperPath(paper)}`, mediaType }
  return {
    MarkingName: title,
    DesignationOfCertificateOrApproval: number,
    IssueDate: issuedOn,
    ExpiryDate: validUntil,
    MarkingFile: markingFile,
  }
}

function streetOf(value: readonly { language: string; text: string }[]): AasElement {
  return {
    modelType: 'MultiLanguageProperty',
    idShort: 'Street',
    semanticId: meaning('0173-1#02-AAO128#002'),
    value,
  }
}

function metadataOf({ code, told, base, updatedAt }: PassportFacts, uri: string): AasElement {
  const isGone = told.persistent.includes('recalled') || /^(destroyed|disposed)$/.test(told.disposition ?? '')
  return fillSubmodel(templates.passport, `${uri}/submodels/passport`, {
    digitalProductPassportId: `${base}/passport${code.path}`,
    uniqueProductIdentifier: uri,
    granularity: code.serial === null ? (code.lot === null ? 'Model' : 'Batch') : 'Item',
    dppSchemaVersion: templateVersion,
    dppStatus: isGone ? 'Inactive' : 'Active',
    lastUpdate: updatedAt.toISOString(),
    economicOperatorId: told.maker?.fields.creditCode ?? writtenKey(told.maker?.key ?? code.gtin),
    facilityId: facilityOf(told.steps),
  })
}

function carbonOf(row: FootprintRow, uri: string): AasElement {
  return fillSubmodel(templates.carbonFootprint, `${uri}/submodels/carbon-footprint`, {
    ProductCarbonFootprints: [
      {
        PcfCalculationMethods: [row.method],
        PcfCO2eq: row.kilograms,
        ReferenceImpactUnitForCalculation: row.unit,
        QuantityOfMeasureForCalculation: row.quantity,
        LifeCyclePhases: row.phases,
        PublicationDate: `${row.publishedOn}T00:00:00Z`,
        ExpirationDate: row.validUntil === null ? null : `${row.validUntil}T00:00:00Z`,
      },
    ],
  })
}

const steps = 'https://ref.gs1.org/epcis/'

/** What happened, in the words of EPCIS: no template of the association has it. */
function stepsOf(told: readonly Step[], uri: string): AasElement {
  const property = (idShort: string, valueType: string, value: string | null) =>
    value === null
      ? []
      : [{ modelType: 'Property', idShort, semanticId: meaning(steps + idShort), valueType, value }]
  return {
    ...{ modelType: 'Submodel', kind: 'Instance', id: `${uri}/submodels/trace`, idShort: 'Trace' },
    semanticId: meaning(`${steps}eventList`),
    submodelElements: [
      {
        ...{ modelType: 'SubmodelElementList', idShort: 'Steps' },
        typeValueListElement: 'SubmodelElementCollection',
        value: told.map(({ at, step, place, disposition }) => ({
          modelType: 'SubmodelElementCollection',
          value: [
            ...property('eventTime', 'xs:dateTime', at.toISOString()),
            ...property('bizStep', 'xs:string', step),
            ...property('bizLocation', 'xs:string', place),
            ...property('disposition', 'xs:string', disposition),
          ],
        })),
      },
    ],
  }
}

function meaning(value: string) {
  return { type: 'ExternalReference', keys: [{ type: 'GlobalReference', value }] }
}

/** The day it was given its identity, in China, where it was made. */
function madeAt(told: readonly Step[]): string | null {
  const made = told.find(({ step }) => step === 'commissioning' || step === 'creating_class_instance')
  return made ? new Date(made.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10) : null
}

function facilityOf(told: readonly Step[]): string | null {
  const place = told.find((one) => one.place !== null)?.place
  return place ? writtenKey(place) : null
}
