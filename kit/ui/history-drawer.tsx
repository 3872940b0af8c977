import { Suspense } from 'react'
import { lazyPart } from './lazy-part.tsx'

const Drawer = lazyPart(() => import('./history-content.tsx').then((file) => file.HistoryContent))

export type HistoryEntry = {
  id: string
  at: string
  who: string
  what: string
  reason?: string | null
  /** Fields before and after; what did not change is left out. */
  before?: unknown
  after?: unknown
}

export type HistoryProps = {
  open: boolean
  onClose: () => void
  title?: string
  entries: readonly HistoryEntry[]
  loading?: boolean
  error?: unknown
  /** Name of a field in the reader's language; the field itself otherwise. */
  nameOf?: (field: string) => string
}

/** Who changed what and when, newest first, with the values before and after. */
export function HistoryDrawer(props: HistoryProps) {
  return (
    <Suspense>
      <Drawer {...props} />
    </Suspense>
  )
}
