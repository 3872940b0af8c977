export { type Ai, aiOf, allAis, type Part } from './ai/dictionary.ts'
export {
  type Element,
  type ElementFault,
  type ElementOptions,
  readBracketed,
  readUnbracketed,
  valueFault,
  writeBracketed,
  writeUnbracketed,
} from './ai/elements.ts'
export { checkDigit, checkPair, type LintFault, type PrefixLookup } from './ai/lint.ts'
export { linters } from './ai/linters.ts'
export { readScan, type Scan, type Symbology, writeScan } from './ai/scan.ts'
export { togetherFault } from './ai/together.ts'
export { type Head, readHead } from './document/head.ts'
export type { DocumentFault, EventJson, Json, JsonObject, VocabularyElement } from './document/model.ts'
export { expandKey, type Namespaces, namespacesOf, standardNamespaces } from './document/namespaces.ts'
export { type Document, type ReadDocument, readDocument, readJson, readXml } from './document/read.ts'
export { xmlDocument } from './document/reader-xml.ts'
export { JsonSplitter, type SplitFault, type SplitLimits, splitLimits } from './document/split-json.ts'
export { validateEvent } from './document/validate.ts'
export { compactTerm, expandTerm, isTerm, termsOf, urnTerm, type Vocabulary } from './document/vocabulary.ts'
export { documentToJson, documentToXml, type Written } from './document/write.ts'
export { type Members, membersOf, type TraceEvent, traceEventOf } from './graph/event.ts'
export { type Ride, type RideQuestion, type Rides, rides, tellsOfContent } from './graph/rides.ts'
export { runIn, thingsOf, traceIn } from './graph/run.ts'
export { type Scope, type ScopeThing, scope } from './graph/scope.ts'
export {
  type Direction,
  type Start,
  type Trace,
  type TraceLink,
  type TraceNode,
  type TraceOptions,
  trace,
} from './graph/trace.ts'
export { type PreHashOptions, preHash } from './hash/prehash.ts'
export { canonicalNumber, canonicalTime, canonicalValue } from './hash/value.ts'
export { normaliseId } from './id/normalise.ts'
export { type PrefixLength, urnOfLink } from './id/to-urn.ts'
export { linkOfUrn } from './id/urn.ts'
export { buildLink, canonicalStem } from './link/build.ts'
export { type CompressOptions, compressLink, readLink } from './link/compress.ts'
export { escapePath, escapeQuery, unescapePath, unescapeQuery } from './link/escape.ts'
export { type Link, type LinkFault, type LinkOptions, linkElements, parseLink } from './link/parse.ts'
export { anchorsOf } from './resolve/anchors.ts'
export {
  chooseTargets,
  linkTypeUri,
  preferences,
  type Target,
  vocabulary as linkVocabulary,
  type Wish,
} from './resolve/choose.ts'
export { type Anchored, linksetOf } from './resolve/linkset.ts'
export { type Bound, boundsOf, isUnit, unitSymbol, unitsOf } from './units/units.ts'
export { eventToXml } from './xml/event-to-xml.ts'
export { type XmlFault, type XmlLimits, xmlLimits } from './xml/read.ts'
export { element, escapeAttribute, escapeText } from './xml/write.ts'
