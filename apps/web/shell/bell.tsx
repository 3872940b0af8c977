import { lazyPart, useApi, useLive, useWords, whenIdle } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { BellOutlined } from './pictures.ts'

const Notifications = lazyPart(() => import('./notifications.tsx').then((file) => file.Notifications))

/** How many notifications wait; told live, and asked for again now and then in case the stream is down. */
export function Bell({ personId }: { personId: string }) {
  const { t } = useWords()
  const api = useApi(registry)
  const [open, setOpen] = useState(false)
  const [isIdle, setIdle] = useState(false)
  useEffect(() => whenIdle(() => setIdle(true)), [])
  const asked = api.ask.notifications({ query: { pageSize: 20 } })
  const answer = useQuery({ ...asked, refetchInterval: 120_000, enabled: isIdle || open })
  const again = () => api.forget('notifications')
  useLive(`registry.person.${personId}`, again, { onResume: again })
  const unread = answer.data?.unread ?? 0
  const label = unread > 0 ? t('ui.notifications.unread', { count: unread }) : t('ui.notifications')
  return (
    <>
      <button
        type="button"
        className="w-icon-button"
        aria-label={label}
        title={label}
        onClick={() => setOpen(true)}
      >
        <BellOutlined aria-hidden="true" />
        {unread > 0 && (
          <span className="w-count" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </button>
      {open && (
        <Suspense>
          <Notifications ask={answer} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
