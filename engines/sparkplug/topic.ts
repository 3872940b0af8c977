/** What a Sparkplug message is, by the third part of its topic. */
export const messageTypes = [
  'NBIRTH',
  'NDEATH',
  'NDATA',
  'NCMD',
  'DBIRTH',
  'DDEATH',
  'DDATA',
  'DCMD',
] as const
export type MessageType = (typeof messageTypes)[number]

export type Topic = {
  group: string
  type: MessageType
  node: string
  /** Null for messages of the node itself. */
  device: string | null
}

/**
 * Parts of `spBv1.0/group/TYPE/node[/device]`; null for anything else: a device where none belongs, none
 * where one does, or an id that is none.
 */
export function topicParts(topic: string): Topic | null {
  const [namespace, group = '', kind = '', node = '', device = null, ...rest] = topic.split('/')
  const type = messageTypes.find((known) => known === kind)
  if (namespace !== 'spBv1.0' || !type || rest.length > 0) return null
  if (!isSparkplugId(group) || group === 'STATE' || !isSparkplugId(node)) return null
  if (type.startsWith('D') ? device === null || !isSparkplugId(device) : device !== null) return null
  return { group, type, node, device }
}

export function topicOf({ group, type, node, device }: Topic): string {
  return ['spBv1.0', group, type, node, ...(device === null ? [] : [device])].join('/')
}

/** Topic on which a host application says whether it is there (6.4.26). */
export function stateTopic(hostId: string): string {
  return `spBv1.0/STATE/${hostId}`
}

/**
 * A group, node, device or host id: UTF-8 that MQTT allows in a topic, without `+`, `/` and `#`
 * (tck-id-topic-structure-namespace-valid-group-id and its like).
 */
export function isSparkplugId(id: string): boolean {
  return id !== '' && id.length <= 1000 && !/[+/#\0]/.test(id) && id.isWellFormed()
}

export type HostState = { online: boolean; timestamp: number }

/** A host's STATE (JSON); null when it is none. */
export function hostStateOf(text: string): HostState | null {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof said !== 'object' || said === null) return null
  const { online, timestamp } = said as Record<string, unknown>
  if (typeof online !== 'boolean' || typeof timestamp !== 'number' || !Number.isFinite(timestamp)) return null
  return { online, timestamp }
}
