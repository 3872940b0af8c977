import { Link, ListPage, Time, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import { AppealDecision, AppealFiles } from './appeal-list.tsx'
import './governance.css'

/** Appeals against results, the open ones first. */
export function Page() {
  const { t, name } = useWords()
  return (
    <ListPage
      contract={governance}
      route="appraisalAppeals"
      title={t('governance.page.appraisalAppeals')}
      rowKey="id"
      filters={['isOpen']}
      columns={[
        {
          key: 'department',
          main: true,
          render: (row) => (
            <Link to={`/governance/appraisals/${row.appraisalId}/units/${row.departmentCode}`}>
              {name(row)}
            </Link>
          ),
        },
        {
          key: 'appraisal',
          render: (row) => name({ nameZh: row.titleZh, nameEn: row.titleEn }),
        },
        {
          key: 'indicator',
          render: (row) => (row.indicator ? t(`governance.value.indicator.${row.indicator}`) : '–'),
        },
        { key: 'text', render: (row) => <div className="governance-long">{row.text}</div> },
        { key: 'files', render: (row) => <AppealFiles one={row} /> },
        { key: 'madeByName' },
        { key: 'madeAt', render: (row) => <Time at={row.madeAt} /> },
        { key: 'decision', render: (row) => <AppealDecision one={row} /> },
      ]}
    />
  )
}
