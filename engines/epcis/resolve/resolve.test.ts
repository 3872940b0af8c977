import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseLink } from '../link/parse.ts'
import { anchorsOf } from './anchors.ts'
import { chooseTargets, linkTypeUri, preferences, type Target, vocabulary, type Wish } from './choose.ts'
import { linksetOf } from './linkset.ts'

const pip = `${vocabulary}pip`
const target = (fields: Partial<Target> = {}): Target => ({
  ...{ linkType: pip, href: 'https://a.example/', title: 'a', languages: [], mediaType: null },
  ...{ contexts: [], isDefault: false, forwardsQuery: true },
  ...fields,
})
const wish = (fields: Partial<Wish> = {}): Wish => ({
  ...{ linkType: null, languages: [], mediaTypes: [], context: null },
  ...fields,
})

describe('RES-10 anchors', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['/01/06901234001013', ['/01/06901234001013']],
    ['/01/06901234001013/21/A', ['/01/06901234001013/21/A', '/01/06901234001013']],
    [
      '/01/06901234001013/10/L/21/A',
      [
        '/01/06901234001013/10/L/21/A',
        '/01/06901234001013/21/A',
        '/01/06901234001013/10/L',
        '/01/06901234001013',
      ],
    ],
    [
      '/01/06901234001013/22/V/10/L/21/A',
      [
        '/01/06901234001013/22/V/10/L/21/A',
        '/01/06901234001013/21/A',
        '/01/06901234001013/22/V/10/L',
        '/01/06901234001013/10/L',
        '/01/06901234001013/22/V',
        '/01/06901234001013',
      ],
    ],
    ['/414/6901234000108/254/X%2F1', ['/414/6901234000108/254/X%2F1', '/414/6901234000108']],
    ['/00/069012340000000030', ['/00/069012340000000030']],
  ]
  for (const [path, anchors] of cases) {
    it(path, () => {
      const read = parseLink(`https://id.gs1.org${path}`)
      assert.ok('link' in read)
      assert.deepEqual(anchorsOf(read.link), anchors)
    })
  }
})

describe('RES-20 the choice', () => {
  const en = target({ href: 'en', languages: ['en'] })
  const zhHtml = target({ href: 'zhHtml', languages: ['zh'], mediaType: 'text/html' })
  const zhPdf = target({ href: 'zhPdf', languages: ['zh'], mediaType: 'application/pdf' })
  const viVn = target({ href: 'viVn', languages: ['vi'], contexts: ['VN'] })
  const vn = target({ href: 'vn', contexts: ['VN'], mediaType: 'text/html' })
  const plain = target({ href: 'plain' })
  const all = [en, zhHtml, zhPdf, viVn, vn, plain]
  const cases: readonly [string, Partial<Wish>, string][] = [
    [
      'language and media type before language',
      { languages: ['zh'], mediaTypes: ['application/pdf'] },
      'zhPdf',
    ],
    ['a range of media types', { languages: ['zh'], mediaTypes: ['text/*'] }, 'zhHtml'],
    ['language and context before language', { languages: ['vi', 'en'], context: 'vn' }, 'viVn'],
    [
      'context and media type before language',
      { languages: ['en'], mediaTypes: ['text/html'], context: 'VN' },
      'vn',
    ],
    ['the better language', { languages: ['en', 'zh'] }, 'en'],
    ['a language by its first part', { languages: ['en-GB'] }, 'en'],
    ['no language where none is met', { languages: ['th'] }, 'plain'],
    ['no language where none is asked', {}, 'plain'],
  ]
  for (const [name, fields, href] of cases) {
    it(name, () => assert.equal(chooseTargets(all, wish(fields))[0]?.href, href))
  }

  it('takes the default, and several defaults by language', () => {
    const marked = [en, { ...plain, isDefault: true }, { ...zhHtml, isDefault: true }]
    assert.equal(chooseTargets(marked, wish({ languages: ['en'] }))[0]?.href, 'plain')
    assert.equal(chooseTargets(marked, wish({ languages: ['zh-CN'] }))[0]?.href, 'zhHtml')
  })

  it('finds a kind in any case, and none where there is none', () => {
    assert.equal(chooseTargets(all, wish({ linkType: pip.toUpperCase() })).length, 1)
    assert.deepEqual(chooseTargets(all, wish({ linkType: `${vocabulary}recipe` })), [])
    assert.deepEqual(chooseTargets([], wish()), [])
  })

  it('shows several of a kind that nothing tells apart, but one default', () => {
    const twice = [plain, { ...plain, href: 'other' }]
    assert.equal(chooseTargets(twice, wish({ linkType: pip })).length, 2)
    assert.equal(chooseTargets(twice, wish()).length, 1)
  })

  it('never chooses what is worse than another in everything', () => {
    const some = <T>(...values: readonly T[]) => fc.subarray([...values])
    const targets = fc.array(
      fc.record({ languages: some('zh', 'en', 'vi'), contexts: some('CN', 'VN'), html: fc.boolean() }),
      { minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(
        targets,
        fc.constantFrom('zh', 'en', 'th'),
        fc.constantFrom('CN', 'LA'),
        (list, lang, context) => {
          const given = list.map(({ html, ...one }) =>
            target({ ...one, mediaType: html ? 'text/html' : null }),
          )
          const asked = wish({ languages: [lang], mediaTypes: ['text/html'], context })
          const met = (one: Target) => [
            one.languages.includes(lang),
            one.contexts.includes(context),
            one.mediaType !== null,
          ]
          const [best] = chooseTargets(given, asked)
          assert.ok(best)
          const count = met(best)
          for (const other of given) {
            const isBetter =
              met(other).every((one, at) => one || !count[at]!) && String(met(other)) !== String(count)
            assert.equal(isBetter, false)
          }
        },
      ),
      { seed: 20261128, numRuns: 300 },
    )
  })
})

describe('RES-21 kinds', () => {
  const cases = [
    ['gs1:pip', pip],
    ['https://gs1.org/voc/pip', pip],
    ['https://www.gs1.org/voc/pip', pip],
    ['https://ref.gs1.org/voc/pip', pip],
    ['https://example.com/warranty', 'https://example.com/warranty'],
    ['describedby', 'describedby'],
  ] as const
  for (const [text, uri] of cases) it(text, () => assert.equal(linkTypeUri(text), uri))
})

describe('RES-22 preferences', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['zh-CN,zh;q=0.9,en;q=0.8', ['zh-CN', 'zh', 'en']],
    ['en;q=0.1, vi', ['vi', 'en']],
    ['en;q=0, th', ['th']],
    ['en; q=0.5, vi; q=0.5', ['en', 'vi']],
    ['text/html;level=1;q=0.3, */*;q=0.2', ['text/html', '*/*']],
    ['en;q=nonsense', []],
    ['', []],
    [',,;q=1', []],
  ]
  for (const [header, wanted] of cases) {
    it(JSON.stringify(header), () => assert.deepEqual(preferences(header), wanted))
  }
  it('reads no more than thirty-two', () => {
    assert.equal(preferences(Array.from({ length: 1000 }, (_, at) => `l${at}`).join(',')).length, 32)
  })
})

describe('RES-30 a linkset', () => {
  it('names its default once, and says what is known of each link', () => {
    const one = target({ href: 'https://a.example/1', languages: ['fil', 'en'], mediaType: 'text/html' })
    const two = target({
      href: 'https://a.example/2',
      isDefault: true,
      contexts: ['VN'],
      forwardsQuery: false,
    })
    const { linkset } = linksetOf([
      { anchor: 'https://x.example/01/1', description: 'item', targets: [one, two] },
    ])
    assert.deepEqual(linkset, [
      {
        anchor: 'https://x.example/01/1',
        itemDescription: 'item',
        [pip]: [
          { href: one.href, title: 'a', hreflang: ['tl', 'en'], type: 'text/html' },
          { href: two.href, title: 'a', context: ['VN'], fwqs: false },
        ],
        [`${vocabulary}defaultLink`]: [{ href: two.href, title: 'a' }],
      },
    ])
  })
  it('of an anchor without links has no relation', () => {
    const { linkset } = linksetOf([{ anchor: 'https://x.example/01/1', description: 'i', targets: [] }])
    assert.deepEqual(Object.keys(linkset[0]!), ['anchor', 'itemDescription'])
  })
})
