import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { LiveConnection, type LiveStatus } from './live-connection.ts'
import { settings } from './settings.ts'
import { StatusTag } from './status-tag.tsx'
import type { Tone } from './tones.ts'
import { Time } from './values.tsx'
import { useWords } from './words.tsx'

const connection = new LiveConnection({ open: () => new WebSocket(liveAddress()) })

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => connection.restart())
}

/** A browser cannot put headers on a WebSocket, so the acting organisation goes into the address. */
function liveAddress(): string {
  const url = new URL('/api/live', window.location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  const { organisationId } = settings()
  if (organisationId) url.searchParams.set('organisation', organisationId)
  return url.toString()
}

/** Connects anew after signing in or out and after changing the organisation. */
export function restartLive(): void {
  connection.restart()
}

/**
 * Watches a topic of `/api/live` while the component is shown; null watches nothing. `onResume` is called
 * when the stream is back after a break, to ask again for what was missed. `lastAt`: time of the last
 * message, milliseconds.
 */
export function useLive(
  topic: string | null,
  handler: (message: unknown) => void,
  options: { onResume?: () => void } = {},
): { status: LiveStatus; lastAt: number | null } {
  const message = useEffectEvent(handler)
  const resume = useEffectEvent(() => options.onResume?.())
  useEffect(() => {
    if (topic === null) return
    return connection.watch(topic, { message: (said) => message(said), resume: () => resume() })
  }, [topic])
  const state = useSyncExternalStore(
    (tell) => connection.listen(tell),
    () => connection.state,
  )
  const refused = topic !== null && state.refused.has(topic)
  return { status: refused ? 'broken' : state.status, lastAt: state.lastAt }
}

const tones: Record<LiveStatus, Tone> = { live: 'success', connecting: 'info', broken: 'error' }

/** Says whether the page is live, and since when it is not. */
export function LiveBadge({ status, lastAt }: { status: LiveStatus; lastAt: number | null }) {
  const { t } = useWords()
  return (
    <span role="status" className="r-live">
      <StatusTag tone={tones[status]} text={t(`ui.live.${status}`)} />
      {status !== 'live' && lastAt !== null && (
        <span className="r-muted r-small">
          {t('ui.live.last')} <Time at={lastAt} as="time" />
        </span>
      )}
    </span>
  )
}
