import { Button, Modal } from 'antd'
import { useMay } from '../me.tsx'
import { useWords } from '../words.tsx'
import { askFirst, run } from './actions.tsx'
import type { BulkAction } from './types.ts'

/** What one can do with the chosen rows; it says how many there are. */
export function BulkBar<R>({
  actions,
  rows,
  clear,
}: {
  actions: readonly BulkAction<R>[]
  rows: R[]
  clear: () => void
}) {
  const { t } = useWords()
  const may = useMay()
  const [dialog, holder] = Modal.useModal()
  return (
    <section className="r-bulk" aria-label={t('ui.list.bulk')}>
      {holder}
      <span aria-live="polite">{t('ui.list.chosen', { count: rows.length })}</span>
      {actions
        .filter((action) => !action.may || may(action.may))
        .map((action) => (
          <Button
            key={action.key}
            size="small"
            danger={action.danger ?? false}
            onClick={() =>
              void run({ danger: action.danger ?? false, onClick: () => action.onClick(rows) }, () =>
                askFirst(dialog, action.text, t('ui.list.chosen', { count: rows.length }), t),
              ).then(clear)
            }
          >
            {action.text}
          </Button>
        ))}
      <Button size="small" type="text" onClick={clear}>
        {t('ui.list.choseNone')}
      </Button>
    </section>
  )
}
