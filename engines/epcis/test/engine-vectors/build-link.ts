/** Derived from gs1/gs1-syntax-engine (Apache-2.0); see the notice in test/data/gs1-vectors. */
export const buildLinkVectors: readonly {
  ok: boolean
  stem: string | null
  input: string
  expect: string
}[] = [
  {
    ok: true,
    stem: null,
    input: '(01)12312312312326(21)abc123',
    expect: 'https://id.gs1.org/01/12312312312326/21/abc123',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312326(21)abc123',
    expect: 'https://example.com/01/12312312312326/21/abc123',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312326(22)ABC(10)DEF(21)GHI',
    expect: 'https://example.com/01/12312312312326/22/ABC/10/DEF/21/GHI',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312326(22)ABC(10)DEF(21)GHI(95)INT',
    expect: 'https://example.com/01/12312312312326/22/ABC/10/DEF/21/GHI?95=INT',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(21)XYZ(01)12312312312333(10)ABC123(99)XYZ',
    expect: 'https://example.com/01/12312312312333/10/ABC123/21/XYZ?99=XYZ',
  },
  { ok: false, stem: 'https://example.com', input: '(99)XYZ789', expect: '' },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312333(10)ABC+123(99)XYZ+QWERTY',
    expect: 'https://example.com/01/12312312312333/10/ABC%2B123?99=XYZ%2BQWERTY',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(8017)795260646688514634(99)000001(253)9526064000028000001',
    expect: 'https://example.com/8017/795260646688514634?99=000001&253=9526064000028000001',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(253)9526064000028000001(99)000001(8017)795260646688514634',
    expect: 'https://example.com/253/9526064000028000001?99=000001&8017=795260646688514634',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(98)ABC(253)9526064000028000001(99)000001(8017)795260646688514634',
    expect: 'https://example.com/253/9526064000028000001?98=ABC&99=000001&8017=795260646688514634',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(253)9526064000028000001(99)000001(01)12312312312326(10)DEF(95)INT',
    expect: 'https://example.com/253/9526064000028000001?01=12312312312326&99=000001&10=DEF&95=INT',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312326(01)12312312312326(10)ABC123(99)XYZ789',
    expect: 'https://example.com/01/12312312312326/10/ABC123?99=XYZ789',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312326(10)ABC123(10)ABC123(99)XYZ789',
    expect: 'https://example.com/01/12312312312326/10/ABC123?99=XYZ789',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312326(10)ABC123(99)XYZ789(99)XYZ789',
    expect: 'https://example.com/01/12312312312326/10/ABC123?99=XYZ789',
  },
  {
    ok: true,
    stem: 'https://example.com',
    input:
      '(8010)0200(3133)333333(3300)000000(99)57(3133)333333(3300)000000(01)04065093955756(10' +
      ')0(3133)333333(3300)000000(01)04065093955756',
    expect: 'https://example.com/8010/0200?3133=333333&3300=000000&01=04065093955756&99=57&10=0',
  },
  {
    ok: false,
    stem: 'https://example.com',
    input: '(01)12312312312326(99)000001(8200)http://example.com(95)INT',
    expect: '',
  },
  {
    ok: false,
    stem: 'https://example.com',
    input: '(01)12312312312326(235)TPX9526064(99)000001(22)ABC(95)INT',
    expect: '',
  },
  {
    ok: false,
    stem: 'https://example.com',
    input: '(01)12312312312326(22)ABC(10)DEF(99)000001(235)TPX9526064(95)INT',
    expect: '',
  },
  { ok: false, stem: 'https://example.com', input: '(01)12312312312326(99)000001(89)XXX(95)INT', expect: '' },
  {
    ok: true,
    stem: 'https://example.com',
    input: '(01)12312312312326(99)000001(89)XXX(95)INT',
    expect: 'https://example.com/01/12312312312326?99=000001&89=XXX&95=INT',
  },
  { ok: false, stem: 'https://example.com', input: '(01)12312312312326(235)ABC(10)DEF', expect: '' },
  {
    ok: true,
    stem: 'https://example.com/',
    input: '(01)12312312312326',
    expect: 'https://example.com/01/12312312312326',
  },
]
