import { eventually } from '@ronghe/kit/test'
import { type RecallWorld, recallWorld } from './world.ts'

export const gs1 = 'https://id.gs1.org'
export const gtin = '06901234001013'
export const item = (serial: string) => `${gs1}/01/${gtin}/21/${serial}`
export const lot = `${gs1}/01/${gtin}/10/QD1`
export const steel = `${gs1}/01/06901234002010/10/ZJ1`
export const otherSteel = `${gs1}/01/06901234002010/10/ZJ2`
export const box = `${gs1}/00/069012340000000016`
export const crate = `${gs1}/00/069098760000000015`
export const machine = '018f0000-0000-7000-8000-0000000000aa'
export const works = `${gs1}/414/6901234000108`
export const dock = `${gs1}/414/6901234000153`
export const store = `${gs1}/414/6909876000012`
export const buyerParty = `${gs1}/417/6909876000005`

export const at = (hour: number) => ({
  eventTime: new Date(Date.UTC(2026, 9, 1, hour)).toISOString(),
  eventTimeZoneOffset: '+08:00',
})

/** Two lots of steel become six items; three go to the buyer in a box, who packs one of them into a crate. */
export const made = [
  {
    ...{ type: 'TransformationEvent', ...at(1), bizStep: 'assembling' },
    inputQuantityList: [{ epcClass: steel, quantity: 10 }],
    outputEPCList: [item('1'), item('2'), item('3')],
    ilmd: { 'cbvmda:lotNumber': 'QD1' },
    readPoint: { id: works },
    'ronghe:equipment': machine,
  },
  {
    ...{ type: 'TransformationEvent', ...at(2), bizStep: 'assembling' },
    inputQuantityList: [{ epcClass: otherSteel, quantity: 10 }],
    outputEPCList: [item('4'), item('5'), item('6')],
    readPoint: { id: works },
    'ronghe:equipment': machine,
  },
  {
    ...{ type: 'AggregationEvent', ...at(3), action: 'ADD', bizStep: 'packing' },
    ...{ parentID: box, childEPCs: [item('1'), item('2'), item('4')], readPoint: { id: dock } },
  },
  {
    ...{ type: 'ObjectEvent', ...at(4), action: 'OBSERVE', bizStep: 'shipping', disposition: 'in_transit' },
    ...{ epcList: [box], readPoint: { id: dock } },
    destinationList: [{ type: 'owning_party', destination: buyerParty }],
  },
  {
    ...{ type: 'ObjectEvent', ...at(5), action: 'DELETE', bizStep: 'destroying', epcList: [item('3')] },
    ...{ disposition: 'destroyed', readPoint: { id: works } },
  },
]
export const received = [
  {
    ...{ type: 'AggregationEvent', ...at(8), action: 'DELETE', bizStep: 'unpacking' },
    ...{ parentID: box, childEPCs: [item('1'), item('2'), item('4')], readPoint: { id: store } },
  },
  {
    ...{ type: 'AggregationEvent', ...at(9), action: 'ADD', bizStep: 'packing' },
    ...{ parentID: crate, childEPCs: [item('2')], readPoint: { id: store } },
  },
]

export const said = {
  ...{
    title: '轴承早期失效',
    reason: '钢材批次硬度不足',
    hazard: '2' as const,
    instructions: '停止使用并隔离',
  },
  publicText: '请停止使用相关批次',
}
export const bySteel = { kind: 'things' as const, things: [steel] }

/** The world with what was made and received, and the acts of a recall in short. */
export async function recallCase() {
  const w = await recallWorld()
  await w.capture('maker', made)
  await w.capture('buyer', received)
  return { ...w, ...actsOf(w) }
}

export type RecallCase = Awaited<ReturnType<typeof recallCase>>

function actsOf(w: RecallWorld) {
  async function opened(more: object = {}): Promise<string> {
    const body = { ...said, finding: bySteel, isDrill: false, ...more }
    return (await (await w.by('maker')).openRecall({ body })).id
  }
  async function version(recallId: string): Promise<number> {
    return (await (await w.by('maker')).recall({ params: { recallId } })).version
  }
  async function frozen(more: object = {}): Promise<string> {
    const recallId = await opened(more)
    await (await w.by('maker')).freezeRecall({
      params: { recallId },
      body: { version: await version(recallId) },
    })
    return recallId
  }
  async function notified(more: object = {}): Promise<string> {
    const recallId = await frozen(more)
    await (await w.by('maker')).notifyRecall({
      params: { recallId },
      body: { version: await version(recallId) },
    })
    return recallId
  }
  async function itemsOf(who: string, recallId: string) {
    return (await (await w.by(who)).recallItems({ params: { recallId }, query: { pageSize: 100 } })).rows
  }
  /** The newest notices of somebody, once one of them says so. */
  async function toldOf(who: string, words: RegExp) {
    return eventually(`a notice to ${who}`, async () => {
      const rows = await w.notices(who)
      return rows.some(({ text }) => words.test(text)) ? rows : null
    })
  }
  return { opened, version, frozen, notified, itemsOf, toldOf }
}
