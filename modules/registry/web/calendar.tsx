import type { Static } from '@ronghe/kit/contract'
import { Allowed, FormDialog, ListPage, StatusTag, say, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { type CalendarDay, registry } from '../contract.ts'

type Row = Static<typeof CalendarDay>

/** The days on which offices differ from the week; deadlines in working days follow from them. */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(registry)
  const [edited, setEdited] = useState<Partial<Row> | null>(null)
  async function remove(day: string): Promise<void> {
    await api.call.removeCalendarDay({ params: { day } })
    api.forget('calendarDays')
    say.done('registry.calendar.removed')
  }
  return (
    <>
      <ListPage
        contract={registry}
        route="calendarDays"
        title={t('registry.page.calendar')}
        rowKey="day"
        filters={['from', 'to', 'kind', 'isVerified']}
        columns={[
          { key: 'day', main: true },
          { key: 'kind' },
          { key: 'name', title: 'registry.column.holiday', render: (row) => name(row) },
          { key: 'source' },
          {
            key: 'isVerified',
            render: ({ isVerified }) => (
              <StatusTag
                tone={isVerified ? 'success' : 'warning'}
                text={t(isVerified ? 'registry.calendar.verified' : 'registry.calendar.unverified')}
              />
            ),
          },
        ]}
        rowActions={(row) => [
          {
            key: 'edit',
            text: t('registry.action.edit'),
            may: 'registry.calendar.write',
            onClick: () => setEdited(row),
          },
          {
            key: 'remove',
            text: t('registry.calendar.remove'),
            may: 'registry.calendar.write',
            danger: true,
            onClick: () => remove(row.day),
          },
        ]}
        actions={
          <Allowed may="registry.calendar.write">
            <Button type="primary" onClick={() => setEdited({ kind: 'off' })}>
              {t('registry.calendar.add')}
            </Button>
          </Allowed>
        }
      />
      {edited ? (
        <FormDialog
          open
          onClose={() => setEdited(null)}
          title={t(edited.day ? 'registry.calendar.edit' : 'registry.calendar.add')}
          contract={registry}
          route="setCalendarDay"
          initial={{ ...edited, source: edited.source ?? '' } as never}
          forgets={['calendarDays']}
        />
      ) : null}
    </>
  )
}
