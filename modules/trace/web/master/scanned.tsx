import { ListPage, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../../contract.ts'

/** Codes that people read. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="scanned"
      title={t('trace.page.scanned')}
      rowKey="identifier"
      columns={[
        {
          key: 'identifier',
          main: true,
          render: ({ identifier }) => <a href={`/story${identifier}`}>{identifier}</a>,
        },
        { key: 'scans', sort: true },
        { key: 'phones' },
        { key: 'firstAt', sort: true, render: ({ firstAt }) => <Time at={firstAt} /> },
        { key: 'lastAt', sort: true, render: ({ lastAt }) => <Time at={lastAt} /> },
        {
          key: 'warnings',
          render: ({ warnings }) =>
            warnings.map((one) => (
              <StatusTag key={one} tone="warning" text={t(`trace.value.warnings.${one}`)} />
            )),
        },
      ]}
    />
  )
}
