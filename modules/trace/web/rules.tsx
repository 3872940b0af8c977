import { Allowed, Link, ListPage, SampleTag, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { trace } from '../contract.ts'

/** Rules by which what machines make becomes events. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="rules"
      title={t('trace.page.rules')}
      rowKey="id"
      filters={['isActive']}
      empty={{ text: t('trace.making.none') }}
      actions={
        <Allowed may="trace.rule">
          <Link to="/trace/rules/new">
            <Button type="primary">{t('trace.page.ruleNew')}</Button>
          </Link>
        </Allowed>
      }
      columns={[
        {
          key: 'name',
          main: true,
          sort: true,
          render: ({ id, name, isSample }) => (
            <>
              <Link to={`/trace/rules/${id}`}>{name}</Link> {isSample ? <SampleTag /> : null}
            </>
          ),
        },
        {
          key: 'equipmentName',
          render: ({ equipmentName }) => equipmentName || t('trace.making.fromInspections'),
        },
        { key: 'product', render: ({ product }) => product || '–' },
        { key: 'isActive', render: (row) => <RuleState {...row} /> },
        { key: 'captured', sort: true },
        { key: 'through', sort: true, render: ({ through }) => <Time at={through} /> },
        { key: 'failure' },
      ]}
    />
  )
}

/** On, off, or held up. */
export function RuleState({ isActive, failure }: { isActive: boolean; failure: string | null }) {
  const { t } = useWords()
  if (isActive && failure !== null) return <StatusTag tone="error" text={t('trace.making.failed')} />
  return isActive ? (
    <StatusTag tone="success" text={t('trace.making.isOn')} />
  ) : (
    <StatusTag tone="neutral" text={t('trace.making.isOff')} />
  )
}
