import {
  Facts,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  Panel,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { trace } from '../../contract.ts'

/** A block of numbers, each with the link that a label carries. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  const { allocationId } = useParams('allocationId')
  const params = { allocationId }
  const allocation = useQuery(api.ask.allocation({ params }))
  return (
    <Frame
      title={t('trace.page.allocation')}
      breadcrumbs={[{ title: t('trace.page.allocations'), to: '/trace/allocations' }]}
      actions={
        <>
          <Link to={`/trace/labels?allocation=${allocationId}`}>
            <Button>{t('trace.page.labels')}</Button>
          </Link>
          <Button type="primary" onClick={() => void api.download.numbersFile({ params })}>
            {t('trace.allocation.file')}
          </Button>
        </>
      }
    >
      <Loaded ask={allocation}>
        {(data) => (
          <Panel title={t(`trace.value.numberKind.${data.numberKind}`)}>
            <Facts
              items={[
                { label: t('trace.column.subject'), value: `${data.subject} ${data.subjectName ?? ''}` },
                { label: t('trace.column.count'), value: data.count },
                { label: t('trace.field.scheme'), value: t(`trace.value.scheme.${data.scheme}`) },
                { label: t('trace.column.firstNumber'), value: data.firstNumber },
                { label: t('trace.column.lastNumber'), value: data.lastNumber },
                { label: t('trace.column.note'), value: data.note ?? '–' },
                { label: t('trace.column.createdAt'), value: <Time at={data.createdAt} /> },
                { label: t('trace.column.personName'), value: data.personName ?? '–' },
              ]}
            />
          </Panel>
        )}
      </Loaded>
      <ListView
        contract={trace}
        route="numbers"
        params={params}
        rowKey="number"
        columns={[
          { key: 'number', main: true },
          { key: 'link', render: ({ link }) => <a href={link}>{link}</a> },
        ]}
      />
    </Frame>
  )
}
