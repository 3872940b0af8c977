import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkDigit } from '../ai/lint.ts'
import { naiveLink } from '../test/naive-link.ts'
import { normaliseId } from './normalise.ts'
import { schemes } from './schemes.ts'
import { urnOfLink } from './to-urn.ts'
import { linkOfUrn } from './urn.ts'

/** URN, canonical digital link. CBV 2.0 section 8.9.2; TDS 2.0 sections 6.3 and 6.4. */
const pairs: readonly (readonly [string, string])[] = [
  ['urn:epc:id:sgtin:4012345.011111.9876', '01/04012345111118/21/9876'],
  ['urn:epc:id:sgtin:4012345.011111.98%22', '01/04012345111118/21/98%22'],
  ['urn:epc:id:sgtin:415056789012.0.987654', '01/04150567890128/21/987654'],
  ['urn:epc:id:sgtin:123456.7654321.A', '01/71234566543215/21/A'],
  [
    'urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()',
    '01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29',
  ],
  ['urn:epc:id:sscc:4012345.3111111111', '00/340123451111111111'],
  ['urn:epc:id:sscc:123456789012.01234', '00/012345678901212346'],
  ['urn:epc:id:sgln:4012345.00005.122', '414/4012345000054/254/122'],
  ['urn:epc:id:sgln:4012345.00005.0', '414/4012345000054'],
  ['urn:epc:id:sgln:999999999999..A', '414/9999999999994/254/A'],
  ['urn:epc:id:grai:4012345.00022.334455', '8003/04012345000221334455'],
  ['urn:epc:id:grai:987659999999..9', '8003/098765999999929'],
  ['urn:epc:id:giai:4012345.ABC345', '8004/4012345ABC345'],
  ['urn:epc:id:giai:4012345.AAbb', '8004/4012345AAbb'],
  ['urn:epc:id:gsrn:4012345.0000006765', '8018/401234500000067657'],
  ['urn:epc:id:gsrnp:4012345.0000000007', '8017/401234500000000074'],
  ['urn:epc:id:gdti:4012345.00009.PO-4711', '253/4012345000092PO-4711'],
  ['urn:epc:id:gdti:987659999999..9', '253/98765999999929'],
  ['urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234', '8010/061414111111111111111-A%23%2F/8011/1234'],
  ['urn:epc:id:cpi:4012345.ABC.123', '8010/4012345ABC/8011/123'],
  ['urn:epc:id:sgcn:4012345.99999.44', '255/401234599999044'],
  ['urn:epc:id:ginc:0614141.xyz47%2F11', '401/0614141xyz47%2F11'],
  ['urn:epc:id:ginc:4012345.333', '401/4012345333'],
  ['urn:epc:id:gsin:4012345.222333444', '402/40123452223334442'],
  ['urn:epc:id:itip:4012345.011111.01.02.987', '8006/040123451111180102/21/987'],
  [
    "urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB",
    "01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7'SDB",
  ],
  ['urn:epc:id:pgln:4000001.00000', '417/4000001000005'],
  ['urn:epc:id:pgln:999999999999.', '417/9999999999994'],
  ['urn:epc:class:lgtin:4012345.012345.Lot987', '01/04012345123456/10/Lot987'],
  ['urn:epc:idpat:sgtin:4012345.012345.*', '01/04012345123456'],
  ['urn:epc:idpat:grai:4012345.99999.*', '8003/04012345999990'],
  ['urn:epc:idpat:gdti:4012345.11111.*', '253/4012345111118'],
  ['urn:epc:idpat:sgcn:4012345.22222.*', '255/4012345222227'],
  ['urn:epc:idpat:cpi:4012345.AB12.*', '8010/4012345AB12'],
  ['urn:epc:idpat:itip:4012345.012345.01.02.*', '8006/040123451234560102'],
]

/** What stays as it is: not a GS1 key, or not the grammar of its scheme. */
const untouched: readonly string[] = [
  'urn:epc:id:sgtin:4012345.01111.9876',
  'urn:epc:id:sgtin:4012345.011111.',
  'urn:epc:id:sgtin:4012345.011111.123456789012345678901',
  'urn:epc:id:sgtin:40123.01111111.1',
  'urn:epc:id:sgtin:4012345.011111.a b',
  'urn:epc:id:sscc:4012345.311111111',
  'urn:epc:id:sscc:4012345.3111111111.1',
  'urn:epc:id:pgln:4000001.00000.0',
  'urn:epc:id:lgtin:4012345.012345.Lot987',
  'urn:epc:class:sgtin:4012345.012345.1',
  'urn:epc:idpat:sgtin:4012345.012345.1',
  'urn:epc:idpat:sscc:4012345.*',
  'urn:epc:idpat:sgtin:4012345.*.*',
  'urn:epc:id:gid:95100000.12345.400',
  'urn:epc:id:usdod:2S194.12345678901',
  'urn:epc:id:adi:35962.PQ7VZ4.M37GXB92',
  'urn:epc:id:bic:CSQU3054383',
  'urn:epc:id:imovn:9176187',
  'urn:epc:id:itip:4012345.011111.1.2.987',
  'urn:epc:id:cpi:4012345.abc.123',
  'urn:epc:id:cpi:4012345.ABC.12x',
  'urn:epc:raw:96.x3500E86F8000A9E000000586',
  'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8',
  'urn:epcglobal:cbv:bt:5200001000008:4711',
  'geo:50.947573340894124,6.922120147375441',
  'http://example.org/123/4012345ABC987/456/4711',
  'http://id.gs1.org/99/9780345418913',
  'http://id.gs1.org/01/9780345418913/99/utfgf',
  'http://example.de/abc/9780345418913',
  'http://example.de/01/97803',
  'https://id.gs1.org/8006/04012345123456/22/ABCD/10/XYZ',
  'http://transaction.acme.com/po/12345678',
  'https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N',
  'Hello World!',
  '42',
  '',
]

/** Digital links as partners write them, and the constrained canonical form. */
const links: readonly (readonly [string, string])[] = [
  ['https://id.gs1.org/gtin/09780345418913', '01/09780345418913'],
  ['https://example.com/gtin/09780345418913/21/765tz?abc=211121', '01/09780345418913/21/765tz'],
  ['http://example.de/gtin-8/01/97803111', '01/00000097803111'],
  ['http://us-company-with-UPC.com/01/001122334455', '01/00001122334455'],
  ['http://us-company-with-UPC.com/01/001122334455/ser/GHB', '01/00001122334455/21/GHB'],
  ['https://ean-13.de/gtin/4012345123456/ser/ABC524', '01/04012345123456/21/ABC524'],
  ['https://id.gs1.org/gtin/9780345418913/cpv/344/lot/1223/ser/765tz', '01/09780345418913/21/765tz'],
  ['https://id.gs1.org/gtin/9780345418913/cpv/344', '01/09780345418913'],
  ['http://example.de/01/040123451234/cpv/344/lot/ABD', '01/00040123451234/10/ABD'],
  ['https://id.gs1.org/itip/123456789101100190/cpv/ABCD', '8006/123456789101100190'],
  [
    'https://fashion-corp.com/8006/040123451234560102/10/Lot-123/21/ser987',
    '8006/040123451234560102/21/ser987',
  ],
  ['https://gs1.test.example.org/01/9780345418913/10/1223', '01/09780345418913/10/1223'],
  ['https://example.org/01/9780345418913/21/765tz?11=221109', '01/09780345418913/21/765tz'],
  ['https://example.co.uk/party/4226350800008', '417/4226350800008'],
  ['https://id.gs1.org/414/4280000000002/254/12', '414/4280000000002/254/12'],
  ['https://id.gs1.org/8003/03870585000552987', '8003/03870585000552987'],
  ['https://id.gs1.org/8004/0180451111ABC987', '8004/0180451111ABC987'],
  ['https://id.gs1.org/8018/385888700111111111/8019/7', '8018/385888700111111111'],
  ['https://id.gs1.org/253/4602443000331XYZ', '253/4602443000331XYZ'],
  ['https://id.gs1.org/8010/0628165987/8011/9876', '8010/0628165987/8011/9876'],
  ['https://id.gs1.org/255/0811625999996554433', '255/0811625999996554433'],
  ['https://example.com/some/path/01/09780345418913/21/A%2FB/', '01/09780345418913/21/A%2FB'],
  ['https://example.com/414/4280000000002#here', '414/4280000000002'],
]

describe('ID-1 EPC URNs and digital links', () => {
  for (const [urn, link] of pairs) {
    it(urn, () => {
      const whole = `https://id.gs1.org/${link}`
      assert.equal(linkOfUrn(urn), whole)
      assert.equal(normaliseId(urn), whole)
      assert.equal(normaliseId(whole), whole)
      assert.equal(naiveLink(urn), whole)
    })

    it(`ID-5 and back: ${urn}`, () => {
      const length = urn.split(':').at(-1)!.split('.')[0]!.length
      assert.equal(
        urnOfLink(`https://id.gs1.org/${link}`, () => length),
        urn,
      )
    })
  }

  for (const text of untouched) {
    it(`ID-2 leaves ${JSON.stringify(text)}`, () => {
      assert.equal(normaliseId(text), text)
    })
  }
})

describe('ID-3 the constrained canonical digital link', () => {
  for (const [given, wanted] of links) {
    it(given, () => {
      assert.equal(normaliseId(given), `https://id.gs1.org/${wanted}`)
    })
  }

  it('knows no URN for a prefix that nobody knows, and none for a piece with a lot', () => {
    assert.equal(
      urnOfLink('https://id.gs1.org/414/4280000000002', () => null),
      null,
    )
    assert.equal(
      urnOfLink('https://id.gs1.org/8006/040123451234560102/10/A', () => 7),
      null,
    )
    assert.equal(
      urnOfLink('https://example.org/x', () => 7),
      null,
    )
  })
})

const digit = fc.constantFrom(...'0123456789')
const digits = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(''))
const serial = fc
  .array(fc.constantFrom(..."0123456789AZaz-_.!()*+,:;='".split(''), '%2F', '%22', '%3F', '%25'), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) => all.join(''))
const number = fc.array(digit, { minLength: 1, maxLength: 8 }).map((all) => all.join(''))

/** A valid URN of any scheme with a prefix of any length. */
const urns = fc.constantFrom(...Object.keys(schemes)).chain((name) =>
  fc.integer({ min: 6, max: 12 }).chain((length) => {
    const rest = (whole: number) => digits(whole - length)
    const parts = {
      sgtin: () => fc.tuple(rest(13), serial),
      upui: () => fc.tuple(rest(13), serial),
      lgtin: () => fc.tuple(rest(13), serial),
      itip: () => fc.tuple(rest(13), digits(2), digits(2), serial),
      sscc: () => fc.tuple(rest(17)),
      gsrn: () => fc.tuple(rest(17)),
      gsrnp: () => fc.tuple(rest(17)),
      gsin: () => fc.tuple(rest(16)),
      pgln: () => fc.tuple(rest(12)),
      sgln: () => fc.tuple(rest(12), serial),
      grai: () => fc.tuple(rest(12), serial),
      gdti: () => fc.tuple(rest(12), serial),
      sgcn: () => fc.tuple(rest(12), number),
      giai: () => fc.tuple(serial),
      ginc: () => fc.tuple(serial),
      cpi: () => fc.tuple(fc.constantFrom('AB', 'X-1', '9%23'), number),
    }[name]!() as fc.Arbitrary<string[]>
    return fc.tuple(digits(length), parts).map(([prefix, rest]) => ({
      urn: `urn:epc:${name === 'lgtin' ? 'class' : 'id'}:${name}:${[prefix, ...rest].join('.')}`,
      length,
    }))
  }),
)

describe('ID-4 any valid URN', () => {
  it('becomes the same link by the naive twin, and is found again from it', () => {
    fc.assert(
      fc.property(urns, ({ urn, length }) => {
        const link = linkOfUrn(urn)
        assert.equal(link, naiveLink(urn), urn)
        assert.ok(link)
        assert.equal(normaliseId(link), link)
        assert.equal(
          urnOfLink(link, () => length),
          urn,
        )
      }),
      { seed: 7, numRuns: 3000 },
    )
  })

  it('ends its key with the check digit of what is before', () => {
    fc.assert(
      fc.property(digits(12), (twelve) => {
        const key = linkOfUrn(`urn:epc:id:pgln:${twelve.slice(0, 7)}.${twelve.slice(7)}`)!
          .split('/')
          .at(-1)!
        assert.equal(key, `${twelve}${checkDigit(twelve)}`)
        const weighted = [...key].reduce((sum, one, at) => sum + Number(one) * (at % 2 === 0 ? 1 : 3), 0)
        assert.equal(weighted % 10, 0)
      }),
      { seed: 8, numRuns: 500 },
    )
  })
})
