export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** An event in the form of EPCIS 2.0 JSON. Extensions have a prefix; the document says what it stands for. */
export type EventJson = JsonObject & { readonly type: string }

/** One breach of a rule: where in the document, which rule, and what was found there. */
export type DocumentFault = { readonly path: string; readonly rule: string; readonly found: string }

/** An element of master data with its attributes, as the header or a master data document carries it. */
export type VocabularyElement = {
  readonly type: string
  readonly id: string
  readonly attributes: readonly { readonly id: string; readonly value: Json }[]
  readonly children: readonly string[]
}
