import { type Observation, observe, type TagDefinition } from '../../observation.ts'
import severities from './severities.json' with { type: 'json' }

/** What an event tells of one condition (OPC 10000-9, 5.5 to 5.8); what a server leaves out is null. */
export type ConditionEvent = {
  conditionId: string
  eventId: Buffer | null
  source: string
  name: string
  message: string
  severity: number
  timeMicros: number
  isRetained: boolean
  isEnabled: boolean | null
  isActive: boolean | null
  isAcknowledged: boolean | null
  isShelved: boolean | null
}

/** All signals of conditions begin with it. */
export const alarmsPrefix = 'Alarms/'
const acknowledge = 'acknowledge'

/**
 * The conditions of a server as signals: `Alarms/<source>/<condition>` is how grave it is while it is active
 * and NORMAL otherwise; `/message`, `/acknowledged` and `/shelved` stand beside it, and `/acknowledge` where
 * an acknowledgement may be sent back, with its comment as value.
 */
export class Conditions {
  readonly #mayAcknowledge: boolean
  readonly #bases = new Map<string, string>()
  readonly #newest = new Map<string, ConditionEvent>()
  /** Bases that a refresh has not told of yet. */
  #suspects: Set<string> | undefined

  constructor(mayAcknowledge: boolean) {
    this.#mayAcknowledge = mayAcknowledge
  }

  /** Conditions of former days, by the tags that the log knows; is there one that was not known here? */
  recall(tags: readonly string[]): boolean {
    const known = new Set(tags)
    const before = this.#bases.size
    for (const tag of tags)
      if (tag.startsWith(alarmsPrefix) && known.has(`${tag}/acknowledged`))
        this.#bases.set(tag, this.#bases.get(tag) ?? '')
    return this.#bases.size > before
  }

  definitions(): TagDefinition[] {
    return [...this.#bases.keys()].flatMap((base): TagDefinition[] => [
      { name: base, type: 'text', unit: '' },
      { name: `${base}/message`, type: 'text', unit: '' },
      { name: `${base}/acknowledged`, type: 'boolean', unit: '' },
      { name: `${base}/shelved`, type: 'boolean', unit: '' },
      ...(this.#mayAcknowledge ? [{ name: `${base}/${acknowledge}`, type: 'text' as const, unit: '' }] : []),
    ])
  }

  /** Is the condition one that nobody told of before? Then its signals are to be declared first. */
  isNew(event: ConditionEvent): boolean {
    return !this.#bases.has(this.#baseOf(event))
  }

  apply(event: ConditionEvent): Observation[] {
    const base = this.#baseOf(event)
    this.#bases.set(base, event.conditionId)
    this.#newest.set(base, event)
    this.#suspects?.delete(base)
    const { timeMicros, message } = event
    return [
      // What people read of a moment is there before the moment.
      observe(`${base}/message`, 'text', timeMicros, message),
      observe(`${base}/acknowledged`, 'boolean', timeMicros, event.isAcknowledged ?? true),
      observe(`${base}/shelved`, 'boolean', timeMicros, event.isShelved ?? false),
      observe(base, 'text', timeMicros, wordOf(event)),
    ]
  }

  refreshBegins(): void {
    this.#suspects = new Set(this.#bases.keys())
  }

  /** What the refresh did not tell of is over (OPC 10000-9, 4.5); it ends now, since nobody said when. */
  refreshEnds(atMicros: number): Observation[] {
    const over = [...(this.#suspects ?? [])]
    this.#suspects = undefined
    return over.flatMap((base) => {
      this.#newest.delete(base)
      const ended: Observation[] = [
        observe(`${base}/acknowledged`, 'boolean', atMicros, true),
        observe(`${base}/shelved`, 'boolean', atMicros, false),
        observe(base, 'text', atMicros, 'NORMAL'),
      ]
      return ended
    })
  }

  /** The event that an acknowledgement by this tag answers; undefined where it is none, or none is open. */
  eventOf(tag: string): ConditionEvent | undefined {
    if (!this.#mayAcknowledge || !this.isAcknowledge(tag)) return undefined
    return this.#newest.get(tag.slice(0, -acknowledge.length - 1))
  }

  isAcknowledge(tag: string): boolean {
    return tag.startsWith(alarmsPrefix) && tag.endsWith(`/${acknowledge}`)
  }

  /** Two conditions of one name are told apart by their ids. */
  #baseOf({ source, name, conditionId }: ConditionEvent): string {
    const base = `${alarmsPrefix}${source || '-'}/${name || '-'}`
    const owner = this.#bases.get(base)
    return owner && owner !== conditionId ? `${base} (${conditionId})` : base
  }
}

/** A condition without an active state (a mere dialog or acknowledgement) is active while it is retained. */
function wordOf({ isEnabled, isActive, isRetained, severity }: ConditionEvent): string {
  if (isEnabled === false) return 'DISABLED'
  if (!(isActive ?? isRetained)) return 'NORMAL'
  return severities.find(({ from }) => severity >= from)?.word ?? 'LOW'
}
