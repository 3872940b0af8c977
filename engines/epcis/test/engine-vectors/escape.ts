/** Derived from gs1/gs1-syntax-engine (Apache-2.0); see the notice in test/data/gs1-vectors. */
export const escapeVectors: readonly { input: string; expect: string; expectQuery: string }[] = [
  {
    input: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    expect: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    expectQuery: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  },
  {
    input: 'abcdefghijklmnopqrstuvwxyz',
    expect: 'abcdefghijklmnopqrstuvwxyz',
    expectQuery: 'abcdefghijklmnopqrstuvwxyz',
  },
  { input: '0123456789-._~', expect: '0123456789-._~', expectQuery: '0123456789-._~' },
  {
    input: '!"#%&\'()*+,/:;<=>?',
    expect: '%21%22%23%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F',
    expectQuery: '%21%22%23%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F',
  },
  { input: 'test', expect: 'test', expectQuery: 'test' },
  { input: ' ', expect: '%20', expectQuery: '+' },
  { input: ' AB', expect: '%20AB', expectQuery: '+AB' },
  { input: 'A B', expect: 'A%20B', expectQuery: 'A+B' },
  { input: 'AB ', expect: 'AB%20', expectQuery: 'AB+' },
  { input: 'A  B', expect: 'A%20%20B', expectQuery: 'A++B' },
]
