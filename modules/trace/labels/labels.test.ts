import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { meaningOf } from '../story.ts'
import { as, firm, neighbour, traceHouse } from '../test/house.ts'
import { decodeIn, type Pixels } from '../web/decode.ts'
import { labelOf, type Matrix, matrixOf, quiet, type Symbology } from './matrix.ts'
import { pathOf } from './pdf.ts'
import { a4, fits, partsOf, placeOf, roll } from './sheet.ts'
import { zplOf } from './zpl.ts'

const gs1 = 'https://id.gs1.org'
const item = `${gs1}/01/06901234001013/21/GX0001`
const lot = `${gs1}/01/06901234001013/10/QD%2F1`
const domain = 'https://trace.example.cn'

/** The symbol as a printer would make it: white paper, its quiet zone, some dots a module. */
function printed(matrix: Matrix, symbol: Symbology, dots = 4) {
  const margin = quiet[symbol] + 3
  const size = (matrix.length + 2 * margin) * dots
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const isDark = matrix[Math.floor(y / dots) - margin]?.[Math.floor(x / dots) - margin]
      if (isDark) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
    }
  }
  return { data, width: size, height: size }
}

/** A symbol before a camera of 640 × 480 pixels, in the middle of its light picture. */
function filmed(matrix: Matrix): Pixels {
  const [width, height] = [640, 480]
  const dots = Math.floor((height * 0.7) / matrix.length)
  const [left, top] = [(width - dots * matrix[0]!.length) >> 1, (height - dots * matrix.length) >> 1]
  const data = new Uint8ClampedArray(width * height * 4).fill(235)
  for (const [row, modules] of matrix.entries())
    for (const [column, isDark] of modules.entries())
      for (let y = 0; isDark && y < dots; y += 1) {
        const start = ((top + row * dots + y) * width + left + column * dots) * 4
        data.fill(16, start, start + dots * 4)
      }
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
  return { data, width, height }
}

const program = new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
const binary = { wasmBinary: new Uint8Array(readFileSync(program)).buffer }
const read = (pixels: Pixels) => decodeIn(pixels, binary)

describe('labels', () => {
  it('as QR lead to the resolver, as another program reads them', async () => {
    const label = labelOf(item, 'qr', `${domain}/`, null)!
    assert.equal(label.data, `${domain}/01/06901234001013/21/GX0001`)
    const text = await read(printed(label.matrix, 'qr'))
    assert.equal(text, label.data)
    assert.equal(meaningOf(text!).id, item)
  })

  it('as GS1 DataMatrix hold the identifiers, as another program reads them', async () => {
    for (const link of [item, lot, `${gs1}/00/069012340000000016`]) {
      const text = await read(printed(labelOf(link, 'dataMatrix', domain, null)!.matrix, 'dataMatrix'))
      assert.ok(text?.startsWith(']d2'), JSON.stringify(text))
      assert.equal(meaningOf(text ?? '').id, link)
    }
  })

  it('of any serial number are read back', async () => {
    const serial = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/)
    const symbols = fc.constantFrom<Symbology>('qr', 'dataMatrix')
    await fc.assert(
      fc.asyncProperty(serial, symbols, async (number, symbol) => {
        const link = `${gs1}/01/06901234001013/21/${number}`
        const text = await read(printed(labelOf(link, symbol, domain, null)!.matrix, symbol))
        assert.equal(meaningOf(text ?? '').id, link)
      }),
      { seed: 20266, numRuns: 40 },
    )
  })

  it('of any server and thing are read in a picture of a camera', async () => {
    const port = fc.integer({ min: 1024, max: 65535 })
    const serial = fc.stringMatching(/^[A-Z0-9]{4,20}$/)
    await fc.assert(
      fc.asyncProperty(port, serial, async (at, number) => {
        const link = `http://127.0.0.1:${at}/01/06901234001013/21/${number}`
        assert.equal(await read(filmed(matrixOf('qr', link))), link)
      }),
      { numRuns: 200 },
    )
  })

  it('show what people read, with the name first', () => {
    assert.deepEqual(labelOf(lot, 'qr', domain, '减速机')?.lines, [
      '减速机',
      '(01) 06901234001013',
      '(10) QD/1',
    ])
    assert.equal(labelOf('urn:example:nothing', 'qr', domain, null), null)
  })

  it('find no code on white paper', async () => {
    const white = { data: new Uint8ClampedArray(64 * 64 * 4).fill(255), width: 64, height: 64 }
    assert.equal(await read(white), null)
  })
})

describe('sheets', () => {
  it('lay labels in rows, page after page', () => {
    assert.deepEqual(placeOf(a4, 0), { page: 0, x: 0, y: 0.5 })
    assert.deepEqual(placeOf(a4, 4), { page: 0, x: 70, y: 37.5 })
    assert.equal(placeOf(a4, 24).page, 1)
    assert.deepEqual(placeOf(roll(60, 40), 3), { page: 3, x: 0, y: 0 })
  })

  it('know when labels do not lie on the paper', () => {
    assert.ok(fits(a4))
    assert.ok(fits(roll(60, 40)))
    assert.ok(!fits({ ...a4, columns: 4 }))
    assert.ok(!fits({ ...a4, marginTopMm: 5 }))
  })

  it('put words beside the symbol of a wide label, below that of a narrow one', () => {
    const wide = partsOf(a4)
    assert.ok(wide.textX >= wide.symbolX + wide.symbolMm)
    const narrow = partsOf(roll(30, 50))
    assert.ok(narrow.textY >= narrow.symbolY + narrow.symbolMm)
    assert.ok(narrow.symbolX + narrow.symbolMm <= 30)
  })

  it('draw each run of dark modules once', () => {
    const matrix = [
      [true, true, false],
      [false, false, true],
    ]
    assert.equal(pathOf(matrix, 2), 'M0 0H4V2H0ZM4 2H6V4H4Z')
  })
})

describe('ZPL', () => {
  const of = (link: string, symbol: Symbology) => {
    const label = labelOf(link, symbol, domain, '轴^1')!
    return zplOf([{ ...label, link, modules: matrixOf(symbol, label.data).length }], symbol, roll(60, 40), 8)
  }

  it('has each label between its marks, in the size of the roll', () => {
    const text = of(item, 'qr')
    assert.match(text, /^\^XA\^CI28\n\^PW480\^LL320\n/)
    assert.match(
      text,
      /\^BQN,2,\d+\^FH\^FDMA,https:\/\/trace\.example\.cn\/01\/06901234001013\/21\/GX0001\^FS/,
    )
    assert.match(text, /\^XZ$/)
  })

  it('has function codes in Data Matrix, and no command in words', () => {
    const text = of(item, 'dataMatrix')
    assert.match(text, /\^BXN,\d+,200,,,,_,1\^FD_10106901234001013(_1)?21GX0001\^FS/)
    assert.match(text, /\^FH\^FD轴_5E1\^FS/)
  })
})

describe('printing and scanning over HTTP', () => {
  let house: TestHouse
  before(async () => {
    house = await traceHouse()
  })
  after(() => house.close())

  async function print(body: object, who = 'wei') {
    const response = await fetch(`${house.url}/api/trace/labels`, {
      method: 'POST',
      headers: { 'x-person': who, 'content-type': 'application/json' },
      body: JSON.stringify({ things: [item], symbol: 'qr', layout: 'a4', domain, ...body }),
    })
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  it('gives a PDF of as many pages as labels need, with Chinese words', async () => {
    const { status, bytes } = await print({ copies: 25 })
    assert.equal(status, 200)
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
    const { PDFDocument } = await import('pdf-lib')
    const document = await PDFDocument.load(bytes)
    assert.equal(document.getPageCount(), 2)
    const { width, height } = document.getPage(0).getSize()
    assert.deepEqual([Math.round(width), Math.round(height)], [595, 842])
    assert.equal(
      (await PDFDocument.load((await print({ layout: 'roll', copies: 3 })).bytes)).getPageCount(),
      3,
    )
  })

  it('refuses what has no code, what does not lie on the paper, and too many', async () => {
    for (const [body, rule] of [
      [{ things: ['hello'] }, 'noLink'],
      [{ labelWidthMm: 100 }, 'fits'],
      [{ things: Array.from({ length: 200 }, () => item), copies: 50 }, 'tooMany'],
    ] as const) {
      const { status, bytes } = await print(body)
      assert.equal(status, 422)
      assert.match(bytes.toString(), new RegExp(`trace\\.rule\\.label\\.${rule}`))
    }
  })

  it('gives ZPL with as many labels as were asked for, to who may only read', async () => {
    const { status, bytes } = await print({ layout: 'zpl', copies: 3, dotsPerMm: 12 }, 'reader')
    assert.equal(status, 200)
    assert.equal(bytes.toString().match(/\^XA/g)?.length, 3)
    assert.match(bytes.toString(), /\^PW720\^LL480/)
    assert.equal((await print({}, 'nobody')).status, 401)
    const { status: refusedStatus } = await print({ domain: 'javascript:alert(1)' })
    assert.equal(refusedStatus, 400)
    assert.equal((await print({ things: [] })).status, 400)
  })

  it('captures one event of what was scanned, once however often it is sent', async () => {
    const scanId = '018f0000-0000-7000-8000-0000000000f1'
    const codes = ['(01)06901234001013(21)GX0001', `${domain}/01/06901234001013/21/GX0002`, lot]
    const body = {
      ...{ scanId, codes, act: 'receive' as const, at: '2026-11-01T00:00:00.000Z' },
      ...{ place: '(414)6901234000108', partner: `${gs1}/417/6909876000005` },
    }
    const wei = as(house, 'wei')
    const first = await wei.scan({ body })
    assert.deepEqual(await wei.scan({ body }), first)
    const event = await wei.event({ params: { seq: first.seq } })
    assert.equal(event.things, 3)
    assert.equal(event.bizStep, 'https://ref.gs1.org/cbv/BizStep-receiving')
    assert.equal(event.bizLocation, `${gs1}/414/6901234000108`)
    assert.deepEqual(event.details.sources, [{ type: 'possessing_party', id: `${gs1}/417/6909876000005` }])
    assert.equal(event.organisationId, firm)
  })

  it('captures nothing for who may only read, or of what means nothing', async () => {
    const body = { scanId: '018f0000-0000-7000-8000-0000000000f2', codes: [item], act: 'ship' as const }
    await assert.rejects(as(house, 'reader').scan({ body }), /./)
    await assert.rejects(as(house, 'wei').scan({ body: { ...body, codes: ['hello'] } }), /./)
    assert.equal((await as(house, 'other').events()).total, 0)
    const { seq } = await as(house, 'other').scan({ body })
    assert.equal((await as(house, 'other').event({ params: { seq } })).organisationId, neighbour)
  })

  it('says of each act what the standard calls it, and to or from whom', async () => {
    const wei = as(house, 'wei')
    const partner = `${gs1}/417/6909876000005`
    const wanted = [
      ['inspect', 'inspecting', 'conformant'],
      ['reject', 'inspecting', 'non_conformant'],
      ['ship', 'shipping', 'in_transit'],
      ['receive', 'receiving', 'in_progress'],
      ['store', 'storing', 'in_progress'],
    ] as const
    for (const [act, step, disposition] of wanted) {
      const { seq } = await wei.scan({ body: { codes: [item], act, partner } })
      const event = await wei.event({ params: { seq } })
      assert.equal(event.bizStep, `https://ref.gs1.org/cbv/BizStep-${step}`)
      assert.equal(event.disposition, `https://ref.gs1.org/cbv/Disp-${disposition}`)
      const { sources, destinations } = event.details
      assert.deepEqual([sources.length, destinations.length], act === 'ship' ? [0, 1] : [1, 0])
    }
    const { seq } = await wei.scan({ body: { codes: [item], act: 'observe' } })
    assert.equal((await wei.event({ params: { seq } })).bizStep, null)
  })

  it('leaves goods that are shipped at no place of business', async () => {
    const wei = as(house, 'wei')
    const place = `${gs1}/414/6901234000153`
    const { seq } = await wei.scan({ body: { codes: [item], act: 'ship', place } })
    const event = await wei.event({ params: { seq } })
    assert.deepEqual([event.readPoint, event.bizLocation], [place, null])
    const story = await wei.story({ query: { id: item } })
    assert.equal(story.events.at(-1)?.seq, seq)
    assert.equal(story.lastDisposition, 'https://ref.gs1.org/cbv/Disp-in_transit')
  })
})
