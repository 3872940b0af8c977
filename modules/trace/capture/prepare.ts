import { hash as digest } from 'node:crypto'
import {
  type EventJson,
  expandKey,
  expandTerm,
  type Json,
  type JsonObject,
  membersOf,
  type Namespaces,
  normaliseId,
  preHash,
  standardNamespaces,
} from '@ronghe/epcis'
import { type Role, roles } from '../store/roles.ts'
import { factsOf } from './facts.ts'

export type KeyRow = { key: string; role: number; detail: string | null; quantity: number | null }

/** An event as the repository keeps it. */
export type PreparedEvent = {
  eventId: string
  hash: string
  type: string
  eventTime: string
  action: string | null
  bizStep: string | null
  disposition: string | null
  readPoint: string | null
  bizLocation: string | null
  transformationId: string | null
  declaredAt: string | null
  errorReason: string | null
  facts: object | null
  context: string | null
  /** What the document takes out of the hash, as a JSON list. */
  hashIgnores: string | null
  body: string
  bodyHash: string
  keys: KeyRow[]
}

export type Around = { namespaces: Namespaces; ignore: ReadonlySet<string> }

/**
 * A valid event with its hash and everything it is found by. An event without an id takes its hash for
 * one.
 */
export function prepare(event: EventJson, { namespaces, ignore }: Around): PreparedEvent {
  const hash = digest('sha256', preHash(event, { namespaces, ignore }))
  const declaration = event.errorDeclaration as JsonObject | undefined
  const { recordTime: _, ...kept } = event
  const body = JSON.stringify(kept)
  const reason = declaration?.reason
  return {
    eventId: typeof event.eventID === 'string' ? event.eventID : hashId(hash),
    hash,
    type: event.type.includes(':') ? nameOf(event.type, namespaces) : event.type,
    eventTime: String(event.eventTime),
    action: textOf(event.action),
    bizStep: termOf('bizStep', event.bizStep),
    disposition: termOf('disposition', event.disposition),
    readPoint: placeOf(event.readPoint),
    bizLocation: placeOf(event.bizLocation),
    transformationId: idOf(event.transformationID),
    declaredAt: declaration ? String(declaration.declarationTime) : null,
    errorReason: reason === undefined ? null : expandTerm('errorReason', String(reason)),
    facts: factsOf(event, namespaces),
    context: contextOf(body, namespaces),
    hashIgnores: ignore.size > 0 ? JSON.stringify([...ignore].sort()) : null,
    body,
    bodyHash: digest('sha256', body),
    keys: keysOf(event),
  }
}

/** RFC 6920, as CBV 2.0 section 8.9 asks for it. */
export function hashId(hash: string): string {
  return `ni:///sha-256;${hash}?ver=CBV2.0`
}

/** Namespace and local name as one text, by which extensions are asked for. */
export function nameOf(key: string, namespaces: Namespaces): string {
  return expandKey(key, namespaces).replace(/^\{(.*)\}/, '$1')
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function termOf(vocabulary: 'bizStep' | 'disposition', value: Json | undefined): string | null {
  return typeof value === 'string' ? expandTerm(vocabulary, value) : null
}

function idOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? normaliseId(value) : null
}

function placeOf(value: Json | undefined): string | null {
  return idOf((value as JsonObject | undefined)?.id)
}

const prefixes = /"@?([A-Za-z_][\w.-]*):[^"]*":/g

/** The prefixes that the body uses and that are not the standard's own. */
function contextOf(body: string, namespaces: Namespaces): string | null {
  const used: Record<string, string> = {}
  for (const [, prefix = ''] of body.matchAll(prefixes)) {
    const namespace = namespaces[prefix]
    if (namespace !== undefined && standardNamespaces[prefix] !== namespace) used[prefix] = namespace
  }
  return Object.keys(used).length > 0 ? JSON.stringify(used) : null
}

const lists: readonly (readonly [string, Role])[] = [
  ['epcList', 'epc'],
  ['childEPCs', 'child'],
  ['inputEPCList', 'input'],
  ['outputEPCList', 'output'],
  ['quantityList', 'class'],
  ['childQuantityList', 'childClass'],
  ['inputQuantityList', 'inputClass'],
  ['outputQuantityList', 'outputClass'],
]
const typedLists: readonly (readonly [string, string, Role])[] = [
  ['bizTransactionList', 'bizTransaction', 'transaction'],
  ['sourceList', 'source', 'source'],
  ['destinationList', 'destination', 'destination'],
]

function keysOf(event: EventJson): KeyRow[] {
  const rows: KeyRow[] = []
  const add = (
    id: Json | undefined,
    role: Role,
    detail: string | null = null,
    quantity: number | null = null,
  ) => {
    if (typeof id === 'string') rows.push({ key: normaliseId(id), role: roles[role], detail, quantity })
  }
  add(event.parentID, 'parent')
  add(event.transformationID, 'transformation')
  for (const [name, role] of lists) {
    for (const item of (event[name] ?? []) as readonly Json[]) {
      if (typeof item === 'string') add(item, role)
      else {
        const { epcClass, quantity } = item as JsonObject
        add(epcClass, role, null, typeof quantity === 'number' ? quantity : null)
      }
    }
  }
  for (const [list, name, role] of typedLists) {
    const vocabulary = role === 'transaction' ? 'bizTransactionType' : 'sourceDestType'
    for (const item of (event[list] ?? []) as readonly JsonObject[]) {
      add(item[name], role, item.type === undefined ? null : expandTerm(vocabulary, String(item.type)))
    }
  }
  for (const { lot } of membersOf(event)) add(lot, 'lot')
  return rows
}
