import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { captureOwn } from './capture/own.ts'
import { loadSampleMaster, type SampleMaster } from './master/sample.ts'
import { loadSample, type SampleEvents } from './sample.ts'
import { type SampleShipment, shipSample } from './sample-shipment.ts'
import { loadSampleUse, organisationOf, type SampleUse } from './sample-use.ts'
import { type RecallWorld, recallWorld, refused } from './test/world.ts'

const codes: Readonly<Record<string, string>> = {
  'nanning-drive': '91450100YY00010129',
  'liuzhou-autoparts': '91450200YY00010209',
}
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../regions/guangxi/sample/${name}.json`, import.meta.url), 'utf8'))
const owned = <T extends { organisation: string }>({ organisation, ...rest }: T) => ({
  ...rest,
  creditCode: codes[organisation] ?? '',
})
const said = read('trace-use')
const names = { personName: '示例工程师', partnerName: '示例合作方' }
const partner = { ...owned(said.partner), personName: names.partnerName }
const use = { ...owned(said), ...names, partner } as never as SampleUse
const shipment = { ...owned(said), ...said.shipment, ...names, partner } as never as SampleShipment
const item = (serial: string) => `https://id.gs1.org/01/06901234001013/21/${serial}`

let w: RecallWorld
before(async () => {
  w = await recallWorld()
  const events = read('trace').events as SampleEvents['events']
  await loadSample(w.house.house, { creditCode: codes['nanning-drive']!, events })
  const { prefixes, masters, documents } = read('trace-master')
  const papers = documents.map((one: { organisation: string }) => ({
    ...owned(one),
    content: new TextEncoder().encode('%PDF-1.4'),
  }))
  const sample = { prefixes: prefixes.map(owned), masters: masters.map(owned), documents: papers }
  await loadSampleMaster(w.house.house, sample as SampleMaster)
  await loadSampleUse(w.house.house, use)
  await loadSampleUse(w.house.house, use)
})
after(() => w.house.close())

describe('what is done with the goods of the sample', () => {
  it('is there once, through the services, and marked where it has a mark', async () => {
    const maker = await w.by('maker')
    assert.deepEqual(
      (await maker.partners({})).rows.map(({ direction, partnerState }) => [direction, partnerState]),
      [['gives', 'granted']],
    )
    const links = (await maker.links({})).rows
    assert.equal(links.length, use.links.length)
    assert.ok(links.every(({ isSample, href }) => isSample && !href.includes('{')))
    assert.equal(new Set(links.flatMap(({ languages }) => languages)).size, 5)
    const registered = (await maker.identifiers({})).rows
    assert.equal(registered.length, use.identifiers.rows.length)
    assert.ok(registered.every(({ isSample }) => isSample))
    const passport = await maker.passport({ query: { id: item('GX0001') } })
    assert.equal(passport.footprint?.kilograms, '38.6')
    const reports = (await maker.reports({})).rows
    assert.deepEqual(reports.map(({ reportState }) => reportState).sort(), ['closed', 'open', 'open'])
    assert.ok(reports.every(({ text }) => /示例|Mẫu/.test(text)))
    assert.equal((await (await w.by('stranger')).reports({})).total, 0)
  })

  it('shows scans by the hour and the place, and warns of the code that was copied', async () => {
    const { rows } = await (await w.by('maker')).scanned({})
    assert.equal(rows.length, use.scans.length)
    assert.deepEqual(rows[0], { ...rows[0], identifier: '/01/06901234001013/21/GX0007', scans: 24 })
    assert.deepEqual(rows[0]?.warnings, ['manyPhones', 'farApart'])
    assert.ok(rows.slice(1).every(({ warnings }) => warnings.length === 0))
    const page = async (serial: string) =>
      (await fetch(`${w.house.url}/story/01/06901234001013/21/${serial}?lang=en`)).text()
    assert.match(await page('GX0007'), /very many phones[\s\S]*too far apart/)
    assert.doesNotMatch(await page('GX0003'), /may have been copied/)
  })

  it('has inspections with their verdicts and reports, one that failed and was set apart', async () => {
    const maker = await w.by('maker')
    const { rows } = await maker.inspections({ query: { sort: 'number' } })
    assert.deepEqual(
      rows.map(({ number, verdict, isHeld, isSample }) => [number, verdict, isHeld, isSample]),
      [
        ['FQC-2611-07', 'passed', false, true],
        ['IQC-2611-01', 'passed', false, true],
        ['LAB-2611-03', 'failed', true, true],
      ],
    )
    const { document, heldBy } = await maker.inspection({ params: { inspectionId: rows[2]!.id } })
    assert.match(document?.title ?? '', /ZC88/)
    assert.equal(heldBy, names.personName)
    const story = await maker.story({ query: { id: 'https://id.gs1.org/01/06901234002027/10/ZC88' } })
    assert.deepEqual(story.persistent, ['https://ref.gs1.org/cbv/Disp-unavailable'])
  })

  it('closes a drill whose set is exact and whose every thing is accounted for', async () => {
    const maker = await w.by('maker')
    const [drill] = (await maker.recalls({})).rows
    assert.deepEqual([drill?.isDrill, drill?.isSample, drill?.state], [true, true, 'closed'])
    assert.equal(drill?.accounted, drill?.items)
    const params = { recallId: drill!.id }
    const { figures, timing } = await maker.recall({ params })
    assert.equal(figures.answered.value, 100)
    assert.deepEqual(timing, { frozen: 42, notified: 150, answered: 11_400, closed: 24_000 })
    const { rows } = await maker.recallItems({ params, query: { how: 'affected', pageSize: 100 } })
    const steel = 'https://id.gs1.org/01/06901234002010/10/ZJ2611'
    const drives = Array.from({ length: 12 }, (_, at) => item(`GX${String(at + 1).padStart(4, '0')}`))
    assert.deepEqual(rows.map(({ thing }) => thing).sort(), [...drives, steel].sort())
    const trail = (await maker.recallTrail({ params })).rows.map(({ at }) => at)
    assert.deepEqual(trail, [...trail].sort())
  })
})

describe('the shipment of the sample', () => {
  it('waits for the cartons of the machine, goes once, and is received by the partner', async () => {
    const house = w.house.house
    assert.equal(await shipSample(house, shipment), false)
    const organisationId = (await organisationOf(house, shipment.creditCode))!
    const shaft = (at: number) => `https://id.gs1.org/01/06901234002034/21/GS${at}`
    const hours = (count: number) => new Date(w.clock.now().getTime() - count * 3_600_000).toISOString()
    await house.act({ ...systemCaller, organisationId, reach: 'own' }, async (ctx) => {
      const cartons = [1, 2].map((at) => ({
        ...{ eventID: `urn:uuid:00000000-0000-4000-8000-00000000000${at}`, type: 'AggregationEvent' },
        ...{ eventTime: hours(50 - at), eventTimeZoneOffset: '+08:00', action: 'ADD', bizStep: 'packing' },
        ...{ parentID: `https://id.gs1.org/00/69012340000009${at}${at}7`, childEPCs: [shaft(at)] },
      }))
      const about = { organisationId, source: 'rule', personName: null, now: ctx.now, newId: ctx.newId }
      await captureOwn(ctx.sql, cartons, about)
    })
    assert.equal(await shipSample(house, shipment), true)
    assert.equal(await shipSample(house, shipment), true)
    const maker = await w.by('maker')
    const story = await maker.story({ query: { id: shaft(1) } })
    assert.deepEqual(
      story.events.map(({ bizStep, carriers }) => `${bizStep?.split('-').at(-1)} ${carriers.length}`),
      ['packing 0', 'packing 1', 'shipping 2'],
    )
    assert.equal(story.events[1]?.details?.isSample, true)
    const received = (await (await w.by('buyer')).events({})).rows
    assert.deepEqual(
      received.map(({ bizStep }) => bizStep?.split('-').at(-1)),
      ['receiving', 'arriving'],
    )
    const pallet = story.events[2]?.carriers.at(-1)
    assert.deepEqual(received[0]?.some, [pallet])
  })

  it('is seen by the partner as far as the maker shows it, and by nobody else', async () => {
    const maker = await organisationOf(w.house.house, shipment.creditCode)
    const asked = async (who: string, query: string) =>
      fetch(`${w.house.url}/epcis/partners/${maker}/events?${query}`, { headers: await w.headersOf(who) })
    const answer = await asked('buyer', 'EQ_bizStep=shipping')
    assert.equal(answer.status, 200)
    const { epcisBody } = (await answer.json()) as {
      epcisBody: { queryResults: { resultsBody: { eventList: Record<string, unknown>[] } } }
    }
    const { eventList } = epcisBody.queryResults.resultsBody
    assert.equal(eventList.length, 2, 'the gearboxes, and the shafts')
    for (const event of eventList) {
      assert.equal(event.bizStep, 'shipping')
      for (const hidden of ['bizTransactionList', 'destinationList', 'ronghe:sample'])
        assert.equal(hidden in event, false, hidden)
    }
    assert.equal((await asked('stranger', 'EQ_bizStep=shipping')).status, 403)
  })

  it('tells the one who received the pallet only what it captured itself', async () => {
    const [received] = (await (await w.by('buyer')).events({})).rows
    const story = await (await w.by('buyer')).story({ query: { id: received!.some[0]! } })
    assert.deepEqual(
      story.events.map(({ bizStep }) => bizStep?.split('-').at(-1)),
      ['arriving', 'receiving'],
    )
    assert.equal(story.lastPlace, shipment.arrivesAt)
    assert.equal(story.events[1]?.details?.destinations[0]?.id, shipment.recipient)
  })
})

describe('rules that make events', () => {
  it('are kept by engineers and administrators, not by whoever may capture', async () => {
    const says = {
      ...{ equipmentId: '018f0000-0000-7000-8000-0000000000aa', product: '06901234002034' },
      ...{ numbering: 'serial' as const, prefix: 'X', width: 6, inputs: [], checks: [], packEvery: 0 },
    }
    const body = { name: '规则', says }
    await assert.rejects((await w.by('worker')).addRule({ body }), refused(403, 'kit.forbidden'))
    const added = (await w.by('maker')).addRule({ body })
    await assert.rejects(added, (error: { status?: number }) => error.status !== 403)
    assert.equal((await (await w.by('worker')).rules({})).total, 0, 'and are read by all')
  })
})
