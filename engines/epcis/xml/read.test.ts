import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readXml } from '../document/read.ts'
import { xmlDocument } from '../document/reader-xml.ts'
import { splitLimits } from '../document/split-json.ts'
import { type XmlFault, XmlReader, xmlLimits } from './read.ts'
import { treeBuilder, type XmlNode } from './tree.ts'
import { element, escapeAttribute, escapeText } from './write.ts'

function read(text: string, size = text.length || 1): XmlNode | XmlFault {
  const builder = treeBuilder(() => false)
  const reader = new XmlReader(builder.handler)
  for (let at = 0; at < text.length; at += size) reader.write(text.slice(at, at + size))
  return reader.end() ?? builder.root()!
}

function codeOf(text: string): string {
  const found = read(text, 5)
  return 'code' in found ? found.code : 'none'
}

/** What a tree says, without where its names came from. */
function plain(node: XmlNode): unknown {
  const { prefix, local, namespace } = node.name
  return {
    name: `${prefix}:{${namespace}}${local}`,
    attributes: node.attributes.map((one) => [one.local, one.namespace, one.value]),
    text: node.text,
    children: node.children.map(plain),
  }
}

describe('XML-1 well-formed XML', () => {
  it('is read with namespaces, entities, comments, instructions and literal text', () => {
    const text = `<?xml version="1.0"?>
      <!DOCTYPE project>
      <!-- <not>read</not> -->
      <a xmlns="urn:a" xmlns:b='urn:b'
        b:x="1 &lt; 2" y='"'>t&#x41;&#66;&amp;<b:c/><![CDATA[<&>]]><d xmlns="">x</d></a>
      <!-- end -->`
    const node = read(text)
    assert.ok('name' in node, JSON.stringify(node))
    assert.deepEqual(plain(node), {
      name: ':{urn:a}a',
      attributes: [
        ['x', 'urn:b', '1 < 2'],
        ['y', '', '"'],
      ],
      text: 'tAB&<&>',
      children: [
        { name: 'b:{urn:b}c', attributes: [], text: '', children: [] },
        { name: ':{}d', attributes: [], text: 'x', children: [] },
      ],
    })
  })

  it('XML-2 is the same wherever the pieces end', () => {
    const text = `<a xmlns:n="urn:n"><n:b q="a&gt;b">x &amp; y</n:b><!-- c --><![CDATA[ ]] > ]]><c/>z</a>`
    const whole = plain(read(text) as XmlNode)
    for (let size = 1; size < text.length; size += 1)
      assert.deepEqual(plain(read(text, size) as XmlNode), whole)
  })

  it('XML-3 gives back any text and any attribute', () => {
    const character = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD]/gu, ''))
    fc.assert(
      fc.property(character, character, fc.integer({ min: 1, max: 9 }), (text, value, size) => {
        const node = read(element('a', escapeText(text), { b: value }), size)
        assert.ok('name' in node)
        assert.equal(node.text, text)
        assert.equal(node.attributes[0]?.value, value)
      }),
      { seed: 3, numRuns: 500 },
    )
    assert.equal(escapeAttribute('"\n'), '&quot;&#10;')
  })
})

describe('XML-4 what is refused', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;">]><a>&c;</a>'
  for (const [code, text] of [
    ['doctype', bomb],
    ['doctype', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['doctype', '<!DOCTYPE a PUBLIC "x" "http://127.0.0.1/"><a/>'],
    ['doctype', '<!ENTITY a "b"><a/>'],
    ['entity', '<a>&b;</a>'],
    ['entity', '<a>&#0;</a>'],
    ['entity', '<a>&#x110000;</a>'],
    ['entity', '<a>x & y</a>'],
    ['entity', '<a b="&c;"/>'],
    ['depth', '<a>'.repeat(100)],
    ['attributes', `<a ${Array.from({ length: 120 }, (_, at) => `b${at}=""`).join(' ')}/>`],
    ['prefix', '<b:a/>'],
    ['prefix', '<a b:c=""/>'],
    ['syntax', '<a></b>'],
    ['syntax', '<a/><b/>'],
    ['syntax', 'text'],
    ['syntax', '<a b=c/>'],
    ['syntax', '<a b="1" b="2"/>'],
    ['syntax', '<a <b/>'],
    ['syntax', '<1/>'],
    ['syntax', '</a>'],
    ['unfinished', '<a>'],
    ['unfinished', '<a'],
    ['unfinished', ''],
  ] as const) {
    it(`${code}: ${text.slice(0, 60)}`, () => {
      assert.equal(codeOf(text), code)
    })
  }

  it('a token without an end', () => {
    const reader = new XmlReader({ open() {}, text() {}, close() {} }, { ...xmlLimits, tokenLengthMax: 1000 })
    reader.write('<a>')
    for (let count = 0; count < 30; count += 1) reader.write(`<!--${'x'.repeat(100)}`)
    assert.equal(reader.end()?.code, 'token')
  })
})

describe('XML-4 a document whose event does not end', () => {
  const long = splitLimits.eventLengthMax

  it('is refused as soon as more than 16 Mi characters are kept', () => {
    let events = 0
    const reader = xmlDocument(() => {
      events += 1
    })
    const head = '<EPCISDocument><EPCISBody><EventList>'
    assert.equal(reader.write(`${head}<ObjectEvent><a>x</a></ObjectEvent><ObjectEvent><epcList>`), null)
    const piece = '<epc>urn:epc:id:sgtin:4012345.011111.1</epc>'.repeat(5_000)
    let fault = null
    let pieces = 0
    for (; !fault && pieces < 1_000; pieces += 1) fault = reader.write(piece)
    assert.deepEqual([fault?.code, events], ['eventTooLong', 1])
    assert.ok(pieces * 5_000 * 70 < long + 2 * 5_000 * 80, `${pieces} pieces`)
    const end = reader.end()
    assert.deepEqual('fault' in end && end.fault.code, 'eventTooLong')
  })

  it('may follow others of any number, for each is let go', () => {
    let events = 0
    const reader = xmlDocument(() => {
      events += 1
    })
    reader.write('<EPCISDocument schemaVersion="2.0"><EPCISBody><EventList>')
    const event = `<ObjectEvent><a>${'x'.repeat(100_000)}</a></ObjectEvent>`
    for (let count = 0; count < 300; count += 1) assert.equal(reader.write(event), null)
    reader.write('</EventList></EPCISBody></EPCISDocument>')
    assert.ok('head' in reader.end())
    assert.equal(events, 300)
  })

  it('is no event, when it came in one piece', () => {
    const event = `<ObjectEvent><a>${'<b>x</b>'.repeat(long / 30)}</a></ObjectEvent>`
    const read = readXml(
      `<EPCISDocument><EPCISBody><EventList>${event}</EventList></EPCISBody></EPCISDocument>`,
    )
    assert.deepEqual('faults' in read && read.faults.map(({ rule }) => rule), ['eventTooLong'])
  })
})
