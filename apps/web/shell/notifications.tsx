import type { Answer } from '@ronghe/kit/contract'
import { type Asked, Link, Loaded, Nothing, Time, useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'

type Notices = Answer<typeof registry.routes.notifications>

/** The latest notifications; opening one marks it as read. */
export function Notifications({ ask, onClose }: { ask: Asked<Notices>; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(registry)
  const read = useMutation(api.tell.readNotifications({ forgets: ['notifications'] }))
  const unread = ask.data?.unread ?? 0
  return (
    <Drawer
      open
      size={400}
      onClose={onClose}
      title={t('ui.notifications')}
      extra={
        unread > 0 && (
          <Button size="small" loading={read.isPending} onClick={() => read.mutate({ body: {} })}>
            {t('ui.notifications.readAll')}
          </Button>
        )
      }
    >
      <Loaded ask={ask}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing text={t('ui.notifications.empty')} />
          ) : (
            <ul className="w-notices">
              {rows.map((row) => (
                <Notice
                  key={row.id}
                  row={row}
                  onOpen={() => read.mutate({ body: { ids: [row.id] } })}
                  onClose={onClose}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Drawer>
  )
}

type NoticeProps = { row: Notices['rows'][number]; onOpen: () => void; onClose: () => void }

function Notice({ row, onOpen, onClose }: NoticeProps) {
  const { t } = useWords()
  const fresh = row.readAt === null
  function open(): void {
    if (fresh) onOpen()
    if (row.link) onClose()
  }
  const content = (
    <>
      {fresh && <span className="w-unread" role="img" aria-label={t('ui.notifications.unreadMark')} />}
      <span>{row.text}</span>
      <span className="r-muted r-small">
        <Time at={row.createdAt} as="ago" />
      </span>
    </>
  )
  return (
    <li className={fresh ? 'w-notice w-notice-fresh' : 'w-notice'}>
      {row.link ? (
        <Link to={row.link} onClick={open}>
          {content}
        </Link>
      ) : (
        <button type="button" onClick={open}>
          {content}
        </button>
      )}
    </li>
  )
}
