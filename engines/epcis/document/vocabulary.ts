import terms from './vocabulary.json' with { type: 'json' }

/** The vocabularies of CBV 2.0 whose terms JSON writes bare. */
export type Vocabulary = keyof typeof terms

const bases: Readonly<Record<Vocabulary, { web: string; urn: string | null }>> = {
  bizStep: { web: 'https://ref.gs1.org/cbv/BizStep-', urn: 'urn:epcglobal:cbv:bizstep:' },
  disposition: { web: 'https://ref.gs1.org/cbv/Disp-', urn: 'urn:epcglobal:cbv:disp:' },
  bizTransactionType: { web: 'https://ref.gs1.org/cbv/BTT-', urn: 'urn:epcglobal:cbv:btt:' },
  sourceDestType: { web: 'https://ref.gs1.org/cbv/SDT-', urn: 'urn:epcglobal:cbv:sdt:' },
  errorReason: { web: 'https://ref.gs1.org/cbv/ER-', urn: 'urn:epcglobal:cbv:er:' },
  component: { web: 'https://ref.gs1.org/cbv/Comp-', urn: null },
  measurementType: { web: 'https://gs1.org/voc/', urn: null },
  alertType: { web: 'https://gs1.org/voc/', urn: null },
}

const known = Object.fromEntries(
  Object.entries(terms).map(([name, list]) => [
    name,
    new Map(list.split(' ').map((term) => [term, webTerm(name, term)])),
  ]),
) as Record<Vocabulary, Map<string, string>>

function webTerm(name: string, term: string): string {
  return bases[name as Vocabulary].web + term
}

/** Is it a term of the vocabulary, written bare? */
export function isTerm(vocabulary: Vocabulary, text: string): boolean {
  return known[vocabulary].has(text)
}

/** Every term of the vocabulary, bare, in the order of the standard. */
export function termsOf(vocabulary: Vocabulary): readonly string[] {
  return [...known[vocabulary].keys()]
}

/** The full URI of a term written bare, as CBV 1.x URN or with a prefix; other texts are themselves. */
export function expandTerm(vocabulary: Vocabulary, text: string): string {
  const found = known[vocabulary].get(text)
  if (found) return found
  const { web, urn } = bases[vocabulary]
  if (urn && text.startsWith(urn)) return web + text.slice(urn.length)
  if (text.startsWith('cbv:')) return `https://ref.gs1.org/cbv/${text.slice(4)}`
  return text.startsWith('gs1:') ? `https://gs1.org/voc/${text.slice(4)}` : text
}

/** The bare term where the text, in any of its forms, is one; other texts are themselves. */
export function compactTerm(vocabulary: Vocabulary, text: string): string {
  const { web } = bases[vocabulary]
  const expanded = expandTerm(vocabulary, text)
  const bare = expanded.startsWith(web) ? expanded.slice(web.length) : ''
  return known[vocabulary].has(bare) ? bare : text
}

/** The CBV 1.x URN, as XML writes terms; a term without one keeps its prefix. */
export function urnTerm(vocabulary: Vocabulary, text: string): string {
  const { web, urn } = bases[vocabulary]
  const expanded = expandTerm(vocabulary, text)
  if (!known[vocabulary].has(expanded.slice(web.length)) || !expanded.startsWith(web)) return text
  if (urn) return urn + expanded.slice(web.length)
  return vocabulary === 'component' ? `cbv:${expanded.slice(24)}` : `gs1:${expanded.slice(web.length)}`
}
