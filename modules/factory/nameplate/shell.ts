import { type AasElement, environmentOf, fillSubmodel, memberOf, templates, textOf } from '@ronghe/kit/aas'

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

/** The digital nameplate of a machine (IDTA 02006-3-0) as an AAS environment. */
export function shellOf(facts: PlateFacts) {
  const said = (zh: string, en: string | null) => [
    { language: 'zh', text: zh },
    ...(en ? [{ language: 'en', text: en }] : []),
  ]
  const plate = fillSubmodel(templates.nameplate, `${facts.uri}/submodels/nameplate`, {
    URIOfTheProduct: facts.uri,
    ManufacturerName: said(facts.maker, null),
    ManufacturerProductDesignation: said(facts.name, facts.nameEn),
    // The address is asked for by the template; the register keeps none of makers.
    AddressInformation: {},
    ManufacturerProductType: facts.model,
    OrderCodeOfManufacturer: facts.model,
    SerialNumber: facts.serialNumber,
    YearOfConstruction: facts.builtOn?.slice(0, 4),
    DateOfManufacture: facts.builtOn,
    FirmwareVersion: facts.firmware,
  })
  return environmentOf({ uri: facts.uri, idShort: 'Machine', submodels: [plate] })
}

/** What a nameplate says, back in the register's terms; what it does not say is not there. */
export function factsOf(submodel: AasElement): Partial<Omit<PlateFacts, 'id' | 'uri' | 'nameEn'>> {
  const text = (idShort: string) => textOf(memberOf(submodel, idShort))
  const facts = {
    maker: text('ManufacturerName'),
    model: text('ManufacturerProductType') ?? text('OrderCodeOfManufacturer'),
    serialNumber: text('SerialNumber'),
    firmware: text('FirmwareVersion'),
    builtOn: text('DateOfManufacture'),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
