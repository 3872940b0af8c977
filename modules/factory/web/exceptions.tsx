import type { Static } from '@ronghe/kit/contract'
import {
  Allowed,
  ConfirmButton,
  FormDialog,
  Nothing,
  Panel,
  SimpleTable,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { type CalendarException, factory } from '../contract.ts'

type Row = Static<typeof CalendarException>

const forgets = ['shifts', 'oee', 'oeeDays'] as const

/** Holidays and maintenance: spans that differ from the week. */
export function Exceptions({ unitId, rows }: { unitId: string; rows: readonly Row[] }) {
  const { t } = useWords()
  const [isAdding, setAdding] = useState(false)
  return (
    <Panel
      title={t('factory.exception.title')}
      extra={
        <Allowed may="factory.operate">
          <Button onClick={() => setAdding(true)}>{t('factory.route.addException')}</Button>
        </Allowed>
      }
    >
      {rows.length === 0 ? <Nothing text={t('factory.exception.none')} /> : <Table rows={rows} />}
      <FormDialog
        contract={factory}
        open={isAdding}
        onClose={() => setAdding(false)}
        title={t('factory.route.addException')}
        route="addException"
        input={{ params: { unitId } }}
        initial={{ kind: 'holiday' }}
        forgets={forgets}
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
