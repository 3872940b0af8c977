import { FormDialog, ListPage, SampleTag, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import './governance.css'
import { Money } from './money.tsx'

/** What stands to public notice; anybody may object within the days. */
export function Page() {
  const { t, name } = useWords()
  const { download } = useApi(governance)
  const [objected, setObjected] = useState<string | null>(null)
  return (
    <>
      <ListPage
        contract={governance}
        route="fundNotices"
        title={t('governance.page.fundNotices')}
        rowKey="id"
        actions={
          <Button onClick={() => void download.fundReleases({})}>{t('governance.route.fundReleases')}</Button>
        }
        columns={[
          {
            key: 'title',
            main: true,
            title: 'governance.application.project',
            render: (row) => (
              <div className="governance-long">
                {row.title} {row.isSample ? <SampleTag /> : null}
              </div>
            ),
          },
          { key: 'organisationName' },
          {
            key: 'programme',
            render: (row) => name({ nameZh: row.programmeZh, nameEn: row.programmeEn }),
          },
          {
            key: 'asked',
            title: 'governance.application.asked',
            align: 'end',
            render: (row) => <Money fen={row.askedFen} />,
          },
          { key: 'noticeFrom' },
          { key: 'noticeTo' },
        ]}
        rowActions={(row) => [
          { key: 'object', text: t('governance.route.object'), onClick: () => setObjected(row.id) },
        ]}
      />
      {objected ? (
        <FormDialog
          open
          onClose={() => setObjected(null)}
          title={t('governance.route.object')}
          contract={governance}
          route="object"
          input={{ params: { applicationId: objected } }}
          fields={{ text: { control: 'longText', wide: true } }}
          after={() => <p>{t('governance.objection.received')}</p>}
        />
      ) : null}
    </>
  )
}
