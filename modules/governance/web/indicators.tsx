import { Allowed, FormDialog, Link, ListPage, StatusTag, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import './governance.css'
import { targetText } from './goals.tsx'

const tones = { evidence: 'success', report: 'warning', none: 'neutral' } as const
type Row = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['indicators']>
>['rows'][number]

/** How each goal is measured: formula, direction, base, frequency, and whether records or a body tell it. */
export function Page() {
  const { t, name, locale } = useWords()
  const [edited, setEdited] = useState<Row | 'new' | null>(null)
  return (
    <>
      <ListPage
        contract={governance}
        route="indicators"
        title={t('governance.page.indicators')}
        rowKey="key"
        filters={['source']}
        actions={
          <Allowed may="governance.write">
            <Button type="primary" onClick={() => setEdited('new')}>
              {t('governance.indicator.add')}
            </Button>
          </Allowed>
        }
        rowActions={(row) => [
          {
            key: 'edit',
            text: t('governance.plan.edit'),
            onClick: () => setEdited(row),
            may: 'governance.write',
          },
        ]}
        columns={[
          {
            key: 'title',
            title: 'governance.goal.title',
            main: true,
            render: (row) => (
              <Link to={`/governance/goals/${row.key}`}>
                {name({ nameZh: row.titleZh, nameEn: row.titleEn })}
              </Link>
            ),
          },
          {
            key: 'source',
            render: (row) => (
              <StatusTag tone={tones[row.source]} text={t(`governance.value.source.${row.source}`)} />
            ),
          },
          {
            key: 'department',
            title: 'governance.column.departmentZh',
            render: (row) => name({ nameZh: row.departmentZh ?? '–', nameEn: row.departmentEn ?? '–' }),
          },
          {
            key: 'target',
            render: (row) =>
              row.target === null ? '–' : targetText(row.target, locale === 'zh' ? row.unitZh : row.unitEn),
          },
          { key: 'dueOn' },
          { key: 'frequency', render: (row) => t(`governance.value.frequency.${row.frequency}`) },
          {
            key: 'formula',
            render: (row) => <Formula row={row} />,
          },
        ]}
      />
      {edited === null ? null : (
        <Edit row={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  )
}

function Formula({ row }: { row: Row }) {
  const { t, name } = useWords()
  return (
    <div className="governance-long">
      {t(`governance.value.direction.${row.direction}`)} ·{' '}
      {row.formula || name({ nameZh: row.methodZh, nameEn: row.methodEn })}
    </div>
  )
}

function Edit({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const { t, name } = useWords()
  const departments = useQuery(useApi(governance).ask.departments({ query: { pageSize: 200 } }))
  const options = (departments.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) }))
  const isEvidenced = row?.source === 'evidence'
  const fields = {
    formula: { control: 'longText', wide: true },
    dueOn: { control: 'day' },
    baseOn: { control: 'day' },
    reportDepartment: { control: 'choice', options, hidden: isEvidenced },
  } as const
  const shared = { open: true, onClose, contract: governance, fields }
  if (row === null)
    return <FormDialog {...shared} title={t('governance.indicator.add')} route="makeIndicator" />
  const { titleZh, titleEn, unitZh, unitEn, dueOn, formula, direction, frequency } = row
  const initial = {
    ...{ titleZh, titleEn, unitZh, unitEn, dueOn, formula, direction, frequency },
    ...(row.target === null ? {} : { target: row.target }),
    ...(row.baseValue === null ? {} : { baseValue: row.baseValue }),
    ...(row.baseOn === null ? {} : { baseOn: row.baseOn }),
    ...(row.reportDepartment === null ? {} : { reportDepartment: row.reportDepartment }),
  }
  const input = { params: { goalKey: row.key } }
  return (
    <FormDialog
      {...shared}
      title={t('governance.plan.edit')}
      route="changeIndicator"
      initial={initial}
      input={input}
    />
  )
}
