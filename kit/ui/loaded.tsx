import { Empty, Skeleton } from 'antd'
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
      <Skeleton active title={false} paragraph={{ rows: lines }} />
    </div>
  )
}

/** Nothing there, and what one can do about it. */
export function Nothing({ text, action }: { text?: string; action?: ReactNode }) {
  const { t } = useWords()
  return (
    <div className="r-nothing">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text ?? t('ui.empty')}>
        {action}
      </Empty>
    </div>
  )
}
