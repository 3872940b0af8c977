import { Drawer } from 'antd'
import { changesOf } from './changes.ts'
import { FaultView } from './fault-view.tsx'
import type { HistoryEntry, HistoryProps } from './history-drawer.tsx'
import { Nothing, Waiting } from './loaded.tsx'
import { Time } from './values.tsx'
import { useWords } from './words.tsx'

/** What a `HistoryDrawer` shows. */
export function HistoryContent({ open, onClose, title, entries, loading, error, nameOf }: HistoryProps) {
  const { t } = useWords()
  return (
    <Drawer open={open} onClose={onClose} title={title ?? t('ui.history')} size={480}>
      {error ? <FaultView error={error} /> : null}
      {loading && <Waiting />}
      {!loading && !error && entries.length === 0 && <Nothing />}
      <ol className="r-history">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} nameOf={nameOf ?? ((field) => field)} />
        ))}
      </ol>
    </Drawer>
  )
}

function Entry({ entry, nameOf }: { entry: HistoryEntry; nameOf: (field: string) => string }) {
  const { t } = useWords()
  const changes = changesOf(entry.before, entry.after)
  return (
    <li>
      <div className="r-history-head">
        <strong>{entry.what}</strong>
        <span className="r-muted">
          {entry.who} · <Time at={entry.at} as="instant" />
        </span>
      </div>
      {entry.reason && <p>{t('ui.history.reason', { reason: entry.reason })}</p>}
      {changes.length > 0 && (
        <dl className="r-history-changes">
          {changes.map((change) => (
            <div key={change.field}>
              <dt>{nameOf(change.field)}</dt>
              <dd>
                <del>{change.before}</del> → <ins>{change.after}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}
