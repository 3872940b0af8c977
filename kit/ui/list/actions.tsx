import { MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown, Modal } from 'antd'
import { useMay } from '../me.tsx'
import { say } from '../say.ts'
import { type T, useWords } from '../words.tsx'
import type { RowAction } from './types.ts'

const shownMax = 2

/** Actions of one row: two beside each other, more of them behind a button; dangerous ones ask first. */
export function RowActions({ actions, about }: { actions: readonly RowAction[]; about: string }) {
  const { t } = useWords()
  const may = useMay()
  const [dialog, holder] = Modal.useModal()
  const allowed = actions.filter((action) => !action.may || may(action.may))
  const shown = allowed.length > shownMax + 1 ? allowed.slice(0, shownMax) : allowed
  const more = allowed.slice(shown.length)
  const start = (action: RowAction) => run(action, () => askFirst(dialog, action.text, about, t))
  return (
    <span className="r-row-actions">
      {holder}
      {shown.map((action) => (
        <Button
          key={action.key}
          type="link"
          size="small"
          danger={action.danger ?? false}
          disabled={action.disabled ?? false}
          aria-label={`${action.text} ${about}`}
          onClick={() => void start(action)}
        >
          {action.text}
        </Button>
      ))}
      {more.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: more.map((action) => ({
              key: action.key,
              label: action.text,
              danger: action.danger ?? false,
              disabled: action.disabled ?? false,
              onClick: () => void start(action),
            })),
          }}
        >
          <Button type="text" size="small" icon={<MoreOutlined />} aria-label={`${t('ui.more')} ${about}`} />
        </Dropdown>
      )}
    </span>
  )
}

type Dialog = ReturnType<typeof Modal.useModal>[0]

/** Asks before something that cannot easily be undone. */
export function askFirst(dialog: Dialog, action: string, about: string, t: T): Promise<boolean> {
  return Promise.resolve(
    dialog.confirm({
      title: t('ui.confirm.title', { action }),
      content: about,
      okText: action,
      okButtonProps: { danger: true },
      cancelText: t('ui.cancel'),
    }),
  )
}

type Runnable = { danger?: boolean; onClick: () => unknown }

/** Runs an action, after asking when it is dangerous; what goes wrong is said. */
export async function run(action: Runnable, ask: () => Promise<boolean>): Promise<void> {
  if (action.danger && !(await ask())) return
  try {
    await action.onClick()
  } catch (error) {
    say.fault(error)
  }
}
