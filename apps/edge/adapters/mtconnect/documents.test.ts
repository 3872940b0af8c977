import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataItemsOf, parseDocument, streamsOf } from './documents.ts'
import { allTags, bindTags } from './tags.ts'

const probe = `<?xml version="1.0"?>
<MTConnectDevices xmlns="urn:mtconnect.org:MTConnectDevices:1.8"><Header instanceId="1"/>
  <Devices><Device id="d" name="M1" uuid="u">
    <DataItems><DataItem category="EVENT" id="av" name="avail" type="AVAILABILITY"/></DataItems>
    <Components>
      <Axes id="ax"><Components>
        <Linear id="x"><DataItems>
          <DataItem category="SAMPLE" id="x1" name="load" type="LOAD" units="PERCENT"/>
          <DataItem category="SAMPLE" id="x2" name="pos" type="POSITION" units="MILLIMETER"/>
        </DataItems></Linear>
        <Linear id="y"><DataItems>
          <DataItem category="SAMPLE" id="y1" name="load" type="LOAD" units="PERCENT"/>
        </DataItems></Linear>
      </Components></Axes>
      <Controller id="c"><DataItems>
        <DataItem category="CONDITION" id="cs" name="system" type="SYSTEM"/>
        <DataItem category="EVENT" id="pc" type="PART_COUNT"/>
        <DataItem category="EVENT" id="fo" type="PATH_FEEDRATE_OVERRIDE" units="PERCENT"/>
        <DataItem category="SAMPLE" id="pp" type="PATH_POSITION" units="MILLIMETER_3D"/>
        <DataItem category="EVENT" id="ev" type="x:MOTION" discrete="true"/>
        <DataItem category="SAMPLE" id="ts" type="DISPLACEMENT" units="MILLIMETER"
          representation="TIME_SERIES"/>
      </DataItems></Controller>
    </Components>
  </Device></Devices></MTConnectDevices>`

const streams = `<?xml version="1.0"?>
<m:MTConnectStreams xmlns:m="urn:mtconnect.org:MTConnectStreams:1.8">
  <m:Header creationTime="2026-01-01T00:00:10Z" instanceId="99"
    firstSequence="1" lastSequence="7" nextSequence="8"/>
  <m:Streams><m:DeviceStream name="M1"><m:ComponentStream component="Controller">
    <m:Samples><m:Load dataItemId="x1" sequence="5" timestamp="2026-01-01T00:00:05.0000019Z">12.5</m:Load>
      <m:Load dataItemId="y1" sequence="3" timestamp="2026-01-01T00:00:03Z">UNAVAILABLE</m:Load></m:Samples>
    <m:Events>
      <m:Message dataItemId="ev" sequence="4"
        timestamp="2026-01-01T08:00:04+08:00">a &lt;b&gt; &amp; c</m:Message>
      <m:VariableDataSet dataItemId="vs" sequence="7" timestamp="2026-01-01T00:00:07Z">
        <m:Entry key="V1">5</m:Entry><m:Entry key="V2">x</m:Entry>
      </m:VariableDataSet>
    </m:Events>
    <m:Condition>
      <m:Fault dataItemId="cs" sequence="6" timestamp="2026-01-01T00:00:06.5Z"
        nativeCode="17" type="SYSTEM">too hot</m:Fault>
    </m:Condition>
  </m:ComponentStream></m:DeviceStream></m:Streams></m:MTConnectStreams>`

function rootOf(xml: string) {
  const parsed = parseDocument(xml)
  assert.ok('root' in parsed)
  return parsed.root
}

test('a probe names every data item, however deep', () => {
  const [device] = dataItemsOf(rootOf(probe))
  assert.equal(device!.device, 'M1')
  assert.deepEqual(
    device!.items.map(({ id }) => id),
    ['av', 'x1', 'x2', 'y1', 'cs', 'pc', 'fo', 'pp', 'ev', 'ts'],
  )
})

test('all tags: unique names, types and units by the standard, conditions with their message', () => {
  const tags = allTags(dataItemsOf(rootOf(probe))[0]!.items)
  assert.deepEqual(
    tags.map(({ name, type, unit }) => [name, type, unit]),
    [
      ['avail', 'text', ''],
      ['x1', 'number', 'P1'],
      ['pos', 'number', 'MMT'],
      ['y1', 'number', 'P1'],
      ['system', 'text', ''],
      ['system/message', 'text', ''],
      ['pc', 'number', ''],
      ['fo', 'number', 'P1'],
      ['pp', 'text', 'MILLIMETER_3D'],
      ['ev', 'text', ''],
      ['ts', 'text', 'MMT'],
    ],
  )
  assert.equal(tags.find(({ name }) => name === 'ev')?.isDiscrete, true)
})

test('wished tags are found by id or name; what the agent does not have is named', () => {
  const { items } = dataItemsOf(rootOf(probe))[0]!
  const { tags, unknown } = bindTags(items, [
    { name: 'position', dataItem: 'x2', unit: 'mm', type: 'text' },
    { name: 'availability', dataItem: 'avail' },
    { name: 'alarm', dataItem: 'system', part: 'message' },
    { name: 'nothing', dataItem: 'zz' },
  ])
  assert.deepEqual(unknown, ['zz'])
  assert.deepEqual(
    tags.map(({ name, type, unit, dataItemId, part }) => [name, type, unit, dataItemId, part]),
    [
      ['position', 'text', 'mm', 'x2', 'value'],
      ['availability', 'text', '', 'av', 'value'],
      ['alarm', 'text', '', 'cs', 'message'],
    ],
  )
})

test('a streams document is read in the order of its sequence numbers, whatever its prefix', () => {
  const { header, items } = streamsOf(rootOf(streams))
  const micros = Date.UTC(2026, 0, 1) * 1000
  assert.deepEqual(header, {
    instanceId: '99',
    creationMicros: micros + 10e6,
    firstSequence: 1,
    lastSequence: 7,
    nextSequence: 8,
  })
  assert.deepEqual(
    items.map(({ dataItemId, sequence, timeMicros, text }) => [
      dataItemId,
      sequence,
      timeMicros - micros,
      text,
    ]),
    [
      ['y1', 3, 3e6, 'UNAVAILABLE'],
      ['ev', 4, 4e6, 'a <b> & c'],
      ['x1', 5, 5e6 + 1, '12.5'],
      ['cs', 6, 6.5e6, 'too hot'],
      ['vs', 7, 7e6, '{"V1":"5","V2":"x"}'],
    ],
  )
  assert.deepEqual([items[3]!.element, items[3]!.isCondition, items[3]!.nativeCode], ['Fault', true, '17'])
})

test('an agent’s error is told by its code, in the forms of all versions', () => {
  const wrap = (inner: string) => parseDocument(`<MTConnectError><Header/>${inner}</MTConnectError>`)
  const expected = { error: { code: 'OUT_OF_RANGE', text: 'too old' } }
  assert.deepEqual(wrap('<Errors><Error errorCode="OUT_OF_RANGE">too old</Error></Errors>'), expected)
  assert.deepEqual(wrap('<Error errorCode="OUT_OF_RANGE">too old</Error>'), expected)
  assert.deepEqual(
    wrap('<Errors><OutOfRange errorCode="OUT_OF_RANGE">too old</OutOfRange></Errors>'),
    expected,
  )
})

test('what is no MTConnect document is refused', () => {
  assert.throws(() => parseDocument('<html><body>Sign in</body></html>'))
  assert.throws(() => parseDocument(''))
})
