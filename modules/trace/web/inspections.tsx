import { Allowed, Link, ListPage, SampleTag, StatusTag, Time, type Tone, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { trace } from '../contract.ts'
import { readable } from './parts.tsx'

/** What people, tables and instruments found at things, and whether it became events. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="inspections"
      title={t('trace.page.inspections')}
      rowKey="id"
      filters={['inspectionKind', 'verdict', 'inspectionState', 'isHeld']}
      empty={{ text: t('trace.inspection.none') }}
      actions={
        <Allowed may="trace.capture">
          <Link to="/trace/inspections/new">
            <Button type="primary">{t('trace.page.inspectionNew')}</Button>
          </Link>
          <Link to="/trace/inspections/import">{t('trace.page.inspectionImport')}</Link>
        </Allowed>
      }
      columns={[
        {
          key: 'number',
          main: true,
          sort: true,
          render: ({ id, number, isSample }) => (
            <>
              <Link to={`/trace/inspections/${id}`}>{number}</Link> {isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'inspectedAt', sort: true, render: ({ inspectedAt }) => <Time at={inspectedAt} /> },
        { key: 'inspectionKind', sort: true },
        {
          key: 'thing',
          render: ({ thing, thingsInAll, productName }) => (
            <>
              {productName ? <span>{productName} </span> : null}
              <Link to={`/trace/story?id=${encodeURIComponent(thing)}`} className="trace-id">
                {readable(thing)}
              </Link>
              {thingsInAll > 1 ? ` +${thingsInAll - 1}` : null}
            </>
          ),
        },
        { key: 'verdict', sort: true, render: ({ verdict }) => <Verdict value={verdict} /> },
        {
          key: 'failed',
          render: ({ failed }) => (failed.length > 0 ? failed.join(t('kit.listSeparator')) : '–'),
        },
        { key: 'inspector' },
        { key: 'source' },
        {
          key: 'inspectionState',
          render: ({ inspectionState, isHeld }) => (
            <>
              <InspectionState value={inspectionState} />{' '}
              {isHeld ? <StatusTag tone="warning" text={t('trace.column.isHeld')} /> : null}
            </>
          ),
        },
      ]}
    />
  )
}

export function Verdict({ value }: { value: 'passed' | 'failed' }) {
  const { t } = useWords()
  return (
    <StatusTag tone={value === 'passed' ? 'success' : 'error'} text={t(`trace.value.verdict.${value}`)} />
  )
}

const tones = { waiting: 'info', captured: 'success', withdrawn: 'neutral' } as const satisfies Record<
  string,
  Tone
>

export function InspectionState({ value }: { value: keyof typeof tones }) {
  const { t } = useWords()
  return <StatusTag tone={tones[value]} text={t(`trace.value.inspectionState.${value}`)} />
}
