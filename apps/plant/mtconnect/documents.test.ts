import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { loadRecording, recordingNames } from '../play/recording.ts'
import { assetsDocument, devicesDocument, elementName, errorDocument, streamsDocument } from './documents.ts'
import { readDevice } from './model.ts'
import { type Element, parseXml } from './xml.ts'

const header = {
  sender: 'test',
  instanceId: 7,
  bufferSize: 131_072,
  creationTime: '2026-03-03T00:00:00.000000Z',
  assetBufferSize: 1024,
}
const devices = recordingNames.map((name) => loadRecording(name, 1).device)

function dataItems(element: Element): Element[] {
  return [...(element.name === 'DataItem' ? [element] : []), ...element.children.flatMap(dataItems)]
}

test('the probe document keeps every data item of the recorded model', () => {
  const document = devicesDocument(header, devices)
  assert.equal(XMLValidator.validate(document), true)
  const shown = dataItems(parseXml(document))
  for (const name of recordingNames) {
    const file = fileURLToPath(new URL(`../recordings/${name}.device.xml`, import.meta.url))
    const recorded = dataItems(parseXml(readFileSync(file, 'utf8')))
    assert.equal(recorded.length, { Mazak03: 63, Mazak01: 65, GFAgie01: 23, Furnace01: 3, Meter01: 3 }[name])
    for (const item of recorded) {
      const same = shown.find((other) => other.attributes.id === item.attributes.id)
      assert.deepEqual(same, item)
    }
    assert.ok(shown.some((item) => item.attributes.id === `${name}_asset_chg`))
  }
})

test('the probe document says that the machines are samples', () => {
  for (const device of devices) {
    assert.match(device.uuid, /^ronghe-sample-/)
    const description = device.element.children.find((child) => child.name === 'Description')
    assert.match(description!.text, /示例.*(NIST|钢厂).*sample/)
  }
})

test('a device of an unknown category is refused', () => {
  const model =
    '<Device name="M"><DataItems><DataItem id="a" category="OTHER" type="X"/></DataItems></Device>'
  assert.throws(() => readDevice(model), /unknown category OTHER/)
})

test('types become element names', () => {
  assert.deepEqual(['CONTROLLER_MODE', 'x:TOOL_GROUP', 'VOLTAGE_AC', 'PH', 'LINE'].map(elementName), [
    'ControllerMode',
    'x:ToolGroup',
    'VoltageAC',
    'PH',
    'Line',
  ])
})

test('observations are grouped, named and escaped as the standard says', () => {
  const device = readDevice(`<Device id="M" name="M" uuid="m"><DataItems>
    <DataItem id="M_1" name="alarm" category="CONDITION" type="SYSTEM"/>
    <DataItem id="M_2" name="comment" category="EVENT" type="x:NOTE" subType="x:SUB"/>
    <DataItem id="M_3" name="load" category="SAMPLE" type="LOAD" units="PERCENT"/>
  </DataItems></Device>`)
  const texts: [number, string][] = [
    [0, 'Fault|685|9|HIGH|SQUARE <CANNOT> BE|DEFINED'],
    [0, 'Normal||||'],
    [0, 'Unavailable||||'],
    [1, 'a < b & "c"\u0007'],
    [2, '17.5'],
  ]
  const entries = texts.map(([item, text], index) => ({
    sequence: index + 3,
    timeMicros: 1_000_001,
    item,
    text,
  }))
  const placed = device.items.map((item) => ({ device, item }))
  const range = { firstSequence: 1, lastSequence: 9, nextSequence: 8 }
  const document = streamsDocument(header, range, entries, placed)
  const stream = document.slice(document.indexOf('<ComponentStream'), document.indexOf('</DeviceStream>'))
  const common = (id: string, name: string, sequence: number) =>
    `dataItemId="${id}" timestamp="1970-01-01T00:00:01.000001Z" name="${name}" sequence="${sequence}"`
  assert.equal(
    stream,
    '<ComponentStream component="Device" name="M" componentId="M">' +
      `<Samples><Load ${common('M_3', 'load', 7)}>17.5</Load></Samples>` +
      `<Events><x:Note ${common('M_2', 'comment', 6)} subType="x:SUB">` +
      'a &lt; b &amp; &quot;c&quot;</x:Note></Events>' +
      `<Condition><Fault ${common('M_1', 'alarm', 3)} type="SYSTEM" nativeCode="685" nativeSeverity="9" ` +
      'qualifier="HIGH">SQUARE &lt;CANNOT&gt; BE|DEFINED</Fault>' +
      `<Normal ${common('M_1', 'alarm', 4)} type="SYSTEM"/>` +
      `<Unavailable ${common('M_1', 'alarm', 5)} type="SYSTEM"/></Condition></ComponentStream>`,
  )
  assert.match(document, /<Header [^>]*firstSequence="1" lastSequence="9" nextSequence="8"\/>/)
})

test('errors and assets are documents of their own', () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' })
  const error = parser.parse(errorDocument(header, 'OUT_OF_RANGE', 'from < first'))
  assert.deepEqual(error.MTConnectError.Errors.Error, { '#text': 'from < first', errorCode: 'OUT_OF_RANGE' })
  const assets = parser.parse(assetsDocument(header)).MTConnectAssets
  assert.equal(assets.Header.assetCount, '0')
  assert.equal(assets.Header.bufferSize, undefined)
})

const shared = process.env.RONGHE_SHARED ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const schema = join(shared, 'mtconnect-samples/test_package/resources/schemas/MTConnectDevices_1.7.xsd')
const missing = !existsSync(schema)
  ? `no schema at ${schema}`
  : spawnSync('xmllint', ['--version']).status !== 0
    ? 'no xmllint (Debian package libxml2-utils)'
    : false

/**
 * The schema is of version 1.7 in XSD 1.1; xmllint knows XSD 1.0. So order of elements is left free, and what
 * 1.7 asks for beyond 1.6 is added: the time of the model's last change, and extension prefixes of one
 * letter, as recorded.
 */
test('the probe document follows the published schema', { skip: missing }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ronghe-plant-xsd-'))
  try {
    const relaxed = readFileSync(schema, 'utf8')
      .replace(/<xs:all( [^>]*)?>/g, "<xs:choice minOccurs='0' maxOccurs='unbounded'>")
      .replaceAll('</xs:all>', '</xs:choice>')
      .replace(/notNamespace='[^']*'/g, "namespace='##other'")
      .replaceAll('[a-ln-z][a-z]+:', '[a-ln-z][a-z]*:')
    writeFileSync(join(folder, 'devices.xsd'), relaxed)
    writeFileSync(
      join(folder, 'xlink.xsd'),
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ' +
        'targetNamespace="http://www.w3.org/1999/xlink">' +
        '<xs:simpleType name="hrefType"><xs:restriction base="xs:anyURI"/></xs:simpleType>' +
        '<xs:attribute name="type"/></xs:schema>',
    )
    const document = devicesDocument(header, devices)
      .replaceAll('MTConnectDevices:1.6', 'MTConnectDevices:1.7')
      .replace('<Header ', `<Header deviceModelChangeTime="${header.creationTime}" `)
    writeFileSync(join(folder, 'probe.xml'), document)
    const checked = spawnSync('xmllint', ['--noout', '--schema', 'devices.xsd', 'probe.xml'], {
      cwd: folder,
      encoding: 'utf8',
    })
    assert.equal(checked.status, 0, checked.stderr)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
