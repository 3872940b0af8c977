/** What an organisation may bring. Data, kept by organisation, with defaults. */
export type Limits = {
  pointsPerSecondMax: number
  messagesPerSecondMax: number
  tagsMax: number
  pointsPerDayMax: number
}

type Held = 'points' | 'messages' | 'day' | null
type Bucket = Limits & {
  atMs: number
  points: number
  messages: number
  day: number
  pointsToday: number
}

/** A burst of so many seconds passes at once, as after a break. */
const burstSeconds = 5
const dayMs = 86_400_000

export type LimitDesk = ReturnType<typeof createLimits>

/**
 * What organisations may bring a second and a day. Each has its own account that fills with time; who has
 * spent more than it had waits until it is made up for, and nobody else does. /
 */
export function createLimits(nowMs: () => number) {
  const buckets = new Map<string, Bucket>()

  /** The account as it is now; null for an organisation that no limit is known of. */
  function bucketOf(organisationId: string): Bucket | null {
    const bucket = buckets.get(organisationId)
    if (!bucket) return null
    const now = nowMs()
    const seconds = Math.max(now - bucket.atMs, 0) / 1000
    bucket.atMs = now
    bucket.points = filled(bucket.points, seconds, bucket.pointsPerSecondMax)
    bucket.messages = filled(bucket.messages, seconds, bucket.messagesPerSecondMax)
    const day = Math.floor(now / dayMs)
    if (day !== bucket.day) Object.assign(bucket, { day, pointsToday: 0 })
    return bucket
  }

  /** Milliseconds until the organisation may go on. */
  function wait(organisationId: string): number {
    const bucket = bucketOf(organisationId)
    if (!bucket) return 0
    if (held(bucket) === 'day') return dayMs - (nowMs() % dayMs)
    const points = -bucket.points / bucket.pointsPerSecondMax
    const messages = -bucket.messages / bucket.messagesPerSecondMax
    return Math.max(Math.ceil(Math.max(points, messages) * 1000), 0)
  }

  function spend(organisationId: string, points: number, messages: number): void {
    const bucket = bucketOf(organisationId)
    if (!bucket) return
    bucket.points -= points
    bucket.messages -= messages
  }

  function heldBy(organisationId: string): Held {
    const bucket = bucketOf(organisationId)
    return bucket ? held(bucket) : null
  }

  return {
    /** New limits count at once; what was brought today is known from the main thread at the first time. */
    set(organisationId: string, limits: Limits, pointsToday?: number): void {
      const known = buckets.get(organisationId)
      const now = nowMs()
      buckets.set(organisationId, {
        atMs: known?.atMs ?? now,
        points: limits.pointsPerSecondMax * burstSeconds,
        messages: limits.messagesPerSecondMax * burstSeconds,
        day: known?.day ?? Math.floor(now / dayMs),
        pointsToday: Math.max(known?.pointsToday ?? 0, pointsToday ?? 0),
        ...limits,
      })
    },
    /** A message with so many points; answers how long it has to wait. */
    take(organisationId: string, points: number): number {
      spend(organisationId, points, 1)
      return wait(organisationId)
    },
    /** A message that was refused after all has brought nothing. */
    giveBack: (organisationId: string, points: number) => spend(organisationId, -points, -1),
    wait,
    stored(organisationId: string, points: number): void {
      const bucket = bucketOf(organisationId)
      if (bucket) bucket.pointsToday += points
    },
    held: heldBy,
    /** All that a limit holds now. */
    heldOnes: () => [...buckets.keys()].filter((organisationId) => heldBy(organisationId) !== null),
  }
}

function held(bucket: Bucket): Held {
  if (bucket.pointsToday >= bucket.pointsPerDayMax) return 'day'
  if (bucket.points < 0) return 'points'
  return bucket.messages < 0 ? 'messages' : null
}

function filled(tokens: number, seconds: number, perSecond: number): number {
  return Math.min(tokens + seconds * perSecond, perSecond * burstSeconds)
}
