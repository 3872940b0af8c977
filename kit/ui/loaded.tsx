import type { ReactNode } from 'react'
import { FaultView } from './fault-view.tsx'
import { useWords } from './words.tsx'

/** The part of a React Query result that is needed. */
export type Asked<A> = {
  data: A | undefined
  error: Error | null
  isPending: boolean
  refetch: () => unknown
}

/**
 * An answer on its way: a skeleton, then the error with a retry, or what the answer draws. Old data stay
 * while new ones load.
 */
export function Loaded<A>(props: { ask: Asked<A>; children: (data: A) => ReactNode; lines?: number }) {
  const { ask } = props
  if (ask.data !== undefined) return <>{props.children(ask.data)}</>
  if (ask.error) return <FaultView error={ask.error} retry={() => void ask.refetch()} />
  return <Waiting lines={props.lines ?? 4} />
}

/** Grey lines while something loads; screen readers hear it once. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  const { t } = useWords()
  return (
    <div role="status" aria-label={t('ui.loading')} className="r-waiting">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines are all the same.
        <span key={line} />
      ))}
    </div>
  )
}

/** Nothing there, and what one can do about it. */
export function Nothing({ text, action }: { text?: string; action?: ReactNode }) {
  const { t } = useWords()
  return (
    <div className="r-nothing">
      <svg width="64" height="41" viewBox="0 0 64 41" fill="none" stroke="currentColor" aria-hidden="true">
        <path d="M12 13.5 19 2.5h26l7 11v19a5 5 0 0 1-5 5H17a5 5 0 0 1-5-5z" />
        <path d="M12 13.5h12.5c1 0 2 1 2 2.5 0 2 2 4 5.5 4s5.5-2 5.5-4c0-1.5 1-2.5 2-2.5H52" />
      </svg>
      <p>{text ?? t('ui.empty')}</p>
      {action}
    </div>
  )
}
