import type { Static } from '@ronghe/kit/contract'
import {
  Allowed,
  ConfirmButton,
  FormDialog,
  ImportForm,
  Nothing,
  Panel,
  SimpleTable,
  say,
  Time,
  useApi,
  useMinute,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { type CalendarException, factory } from '../contract.ts'
import './factory.css'

type Row = Static<typeof CalendarException>

const forgets = ['shifts', 'calendarMonth', 'oee', 'oeeDays'] as const

/** Holidays and maintenance: spans that differ from the week. */
export function Exceptions({ unitId, rows }: { unitId: string; rows: readonly Row[] }) {
  const { t } = useWords()
  const [open, setOpen] = useState<'add' | 'import' | 'holidays' | null>(null)
  const api = useApi(factory)
  const close = () => setOpen(null)
  return (
    <Panel
      title={t('factory.exception.title')}
      extra={
        <Allowed may="factory.operate">
          <span className="factory-buttons">
            <Button onClick={() => setOpen('add')}>{t('factory.route.addException')}</Button>
            <Button onClick={() => setOpen('holidays')}>{t('factory.exception.holidays')}</Button>
            <Button onClick={() => setOpen(open === 'import' ? null : 'import')}>
              {t('factory.exception.import')}
            </Button>
            <Button onClick={() => void api.download.exportExceptions({ params: { unitId } })}>
              {t('factory.exception.export')}
            </Button>
          </span>
        </Allowed>
      }
    >
      {open === 'import' ? (
        <ImportForm
          contract={factory}
          route="importExceptions"
          params={{ unitId }}
          onTemplate={() => void api.download.exceptionTemplate({})}
          onWritten={() => api.forget()}
        />
      ) : null}
      {rows.length === 0 ? <Nothing text={t('factory.exception.none')} /> : <Table rows={rows} />}
      <FormDialog
        contract={factory}
        open={open === 'add'}
        onClose={close}
        title={t('factory.route.addException')}
        route="addException"
        input={{ params: { unitId } }}
        initial={{ kind: 'holiday' }}
        forgets={forgets}
      />
      <FormDialog
        contract={factory}
        open={open === 'holidays'}
        onClose={close}
        title={t('factory.route.addPublicHolidays')}
        route="addPublicHolidays"
        input={{ params: { unitId } }}
        initial={{ year: new Date(useMinute()).getFullYear() }}
        forgets={forgets}
        onDone={({ added, known }) =>
          known
            ? say.done('factory.exception.holidaysAdded', { count: added })
            : say.warning('factory.exception.noCalendar')
        }
      />
    </Panel>
  )
}

function Table({ rows }: { rows: readonly Row[] }) {
  const { t } = useWords()
  const remove = useMutation(useApi(factory).tell.removeException({ forgets }))
  return (
    <SimpleTable
      caption={t('factory.exception.title')}
      rowKey="id"
      rows={rows}
      columns={[
        { key: 'name', title: t('factory.column.name') },
        {
          key: 'kind',
          title: t('factory.shift.kind'),
          render: (row) => t(`factory.value.kind.${row.kind}`),
        },
        {
          key: 'startsAt',
          title: t('factory.column.startsAt'),
          render: (row) => <Time at={row.startsAt} />,
        },
        { key: 'endsAt', title: t('factory.column.endsAt'), render: (row) => <Time at={row.endsAt} /> },
        {
          key: 'remove',
          title: '',
          render: (row) => (
            <ConfirmButton
              may="factory.operate"
              type="link"
              size="small"
              danger
              title={t('factory.exception.removeAsk', { name: row.name })}
              onConfirm={async () => void (await remove.mutateAsync({ params: { exceptionId: row.id } }))}
            >
              {t('factory.route.removeException')}
            </ConfirmButton>
          ),
        },
      ]}
    />
  )
}
