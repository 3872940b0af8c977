import { Link, ListPage, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { registry } from '../contract.ts'

export function Page() {
  const { t } = useWords()
  const api = useApi(registry)
  const read = useMutation(api.tell.readNotifications({ forgets: ['notifications'] }))
  return (
    <ListPage
      contract={registry}
      route="notifications"
      title={t('registry.page.notifications')}
      rowKey="id"
      filters={['unread']}
      searchless
      actions={<Button onClick={() => read.mutate({ body: {} })}>{t('registry.action.readAll')}</Button>}
      columns={[
        {
          key: 'text',
          main: true,
          render: (row) => (row.link ? <Link to={row.link}>{row.text}</Link> : row.text),
        },
        { key: 'createdAt', render: (row) => <Time at={row.createdAt} as="ago" /> },
        { key: 'readAt', render: (row) => (row.readAt ? <Time at={row.readAt} as="ago" /> : '–') },
      ]}
    />
  )
}
