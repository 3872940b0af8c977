import type { Static } from '@ronghe/kit/contract'
import type { TestHouse } from '@ronghe/kit/test'
import type { NewSystem } from '../contract/systems.ts'
import { loadSample } from '../module.ts'
import { as, creditCode, password, registryWorld, upload } from './world.ts'

export type Given = Static<typeof NewSystem>
export const pdf = '%PDF-1.7\n% a contract of the test\n'

/** A system as a firm enters it; whatever a test looks at it says itself. */
export function given(more: Partial<Given> = {}): Given {
  return {
    ...{ kindCode: 'plm', name: '产品数据管理', supplier: '示例软件', isOwn: false, usedSince: '2024-01-01' },
    ...{ processes: ['modelling', 'simulation', 'productData'], coverageOf: 'products' },
    ...{ covered: 9, total: 10, countedHow: '按产品清单核对', ...more },
  }
}

/** The world of the registry with an agency whose assessor may confirm. */
export async function ledgerWorld(): Promise<TestHouse> {
  const house = await registryWorld()
  const agency = { code: 'agency', kind: 'serviceAgency', name: '示例评估机构', nameEn: 'Agency' }
  const assessor = { email: 'assessor@x.example', name: 'assessor', nameEn: 'assessor' }
  const data = {
    organisations: [{ ...agency, creditCode: creditCode('91450102MA0000007'), regionCode: '450102' }],
    people: [{ ...assessor, memberships: [{ organisation: 'agency', role: 'assessor' }] }],
    units: [],
  }
  await loadSample(house.house, '450000', data, password)
  return house
}

export async function addPaper(
  house: TestHouse,
  who: string,
  systemId: string,
  content: string | Uint8Array = pdf,
) {
  const { headers } = await as(house, who)
  const path = `/registry/systems/${systemId}/papers?paperKind=contract`
  return upload(house, path, { name: '合同.pdf', content }, headers)
}

/** Enters a system with its contract, and has it confirmed by the official of the city. */
export async function confirmed(house: TestHouse, who: string, more: Partial<Given> = {}): Promise<string> {
  const firm = await as(house, who)
  const { id } = await firm.addSystem({ body: given(more) })
  await addPaper(house, who, id)
  await confirmAgain(house, who, id)
  return id
}

/** Asks for confirmation of a system, and gives it. */
export async function confirmAgain(house: TestHouse, who: string, id: string): Promise<void> {
  await (await as(house, who)).askSystems({ body: { systemIds: [id] } })
  const city = await as(house, 'city')
  const params = { systemId: id }
  const { version } = (await city.system({ params })).system
  await city.decideSystem({ params, body: { decision: 'confirmed', version } })
}
