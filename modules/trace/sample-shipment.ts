import type { EventJson } from '@ronghe/epcis'
import type { Caller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { takeNumbers } from './allocation/service.ts'
import { captureOwn } from './capture/own.ts'
import { ownPrefixOf } from './master/store/prefixes.ts'
import { organisationOf, sampleCaller } from './sample-use.ts'
import { eventsById } from './store/events.ts'
import { looseCartons } from './store/sample.ts'
import { sampleKey } from './story/details.ts'

/** Cartons that the sample machine filled, on their way to the partner. */
export type SampleShipment = {
  creditCode: string
  partner: { creditCode: string }
  personName: string
  partnerName: string
  cartons: number
  dock: string
  paper: string
  recipient: string
  arrivesAt: string
}

const everyMs = 20_000
const hourMs = 3_600_000
const eventId = (step: string) => `urn:ronghe:sample:shipment:${step}`

/** Waits until the machine has filled the cartons, ships them once, and stops by itself. */
export function startSampleShipment(house: House, sample: SampleShipment): () => Promise<void> {
  let isDone = false
  const round = async () => {
    isDone ||= await shipSample(house, sample)
    if (isDone) void stop()
  }
  const stop = startRounds(house.log, { everyMs, failed: 'sample shipment', round })
  return stop
}

/** True once the pallet was shipped and received, now or before. */
export async function shipSample(house: House, sample: SampleShipment): Promise<boolean> {
  const maker = await organisationOf(house, sample.creditCode)
  const partner = await organisationOf(house, sample.partner.creditCode)
  if (maker === null || partner === null) return true
  const sent = await send(house, sampleCaller(maker, sample.personName), sample)
  if (sent === null) return false
  await receive(house, sampleCaller(partner, sample.partnerName), sample, sent)
  return true
}

type Sent = { pallet: string; packedAt: number; now: number }

async function send(house: House, caller: Caller, sample: SampleShipment): Promise<Sent | null> {
  return house.act(caller, async (ctx) => {
    const [before] = await eventsById(ctx.sql, eventId('packing'))
    const now = ctx.now.getTime()
    if (before) {
      const { parentID } = JSON.parse(before.body) as { parentID: string }
      return { pallet: parentID, packedAt: before.eventTime.getTime(), now }
    }
    const cartons = await looseCartons(ctx.sql, caller.organisationId!, sample.cartons)
    if (cartons.length < sample.cartons) return null
    const number = sample.dock.split('/').at(-1)!
    const subject = (await ownPrefixOf(ctx.sql, caller.organisationId!, number)) ?? ''
    const { numbers } = await takeNumbers(ctx, {
      ...{ numberKind: 'sscc' as const, subject, count: 1, note: sample.paper },
    })
    const pallet = `https://id.gs1.org/00/${numbers[0]}`
    const packedAt = Math.max(...cartons.map(({ at }) => at.getTime()))
    const sent = { pallet, packedAt, now }
    await keep(ctx, caller, [
      {
        ...said('packing', sent, 0.05, sample.dock),
        ...{ type: 'AggregationEvent', action: 'ADD', parentID: pallet },
        childEPCs: cartons.map(({ key }) => key),
      },
      {
        ...said('shipping', sent, 0.15, sample.dock),
        ...{ type: 'ObjectEvent', action: 'OBSERVE', epcList: [pallet], disposition: 'in_transit' },
        ...trade(sample),
      },
    ])
    return sent
  })
}

async function receive(house: House, caller: Caller, sample: SampleShipment, sent: Sent): Promise<void> {
  await house.act(caller, async (ctx) => {
    if ((await eventsById(ctx.sql, eventId('receiving'))).length > 0) return
    const seen = {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      epcList: [sent.pallet],
      disposition: 'in_progress',
    }
    await keep(ctx, caller, [
      { ...said('arriving', sent, 0.7, sample.arrivesAt), ...seen },
      { ...said('receiving', sent, 0.8, sample.arrivesAt), ...seen, ...trade(sample) },
    ])
  })
}

function trade({ paper, recipient }: SampleShipment) {
  const bizTransaction = `urn:epcglobal:cbv:bt:6901234000009:${paper}`
  return {
    bizTransactionList: [{ type: 'desadv', bizTransaction }],
    destinationList: [{ type: 'owning_party', destination: recipient }],
  }
}

/** A day on the road, or as much of it as has passed since the cartons were filled. */
function said(step: string, { packedAt, now }: Sent, part: number, place: string) {
  const eventTime = new Date(packedAt + part * Math.min(24 * hourMs, now - packedAt)).toISOString()
  return {
    ...{ eventID: eventId(step), eventTime, eventTimeZoneOffset: '+08:00', bizStep: step },
    ...{ readPoint: { id: place }, [sampleKey]: true },
  }
}

async function keep(
  ctx: Parameters<Parameters<House['act']>[1]>[0],
  { organisationId, personName }: Caller,
  events: readonly (EventJson & { eventID: string })[],
): Promise<void> {
  const about = { organisationId: organisationId!, source: 'sample', personName }
  await captureOwn(ctx.sql, events, { ...about, now: ctx.now, newId: ctx.newId })
}
