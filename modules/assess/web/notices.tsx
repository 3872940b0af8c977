import {
  FormDialog,
  Page as Frame,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  SimpleTable,
  say,
  useApi,
  useGo,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'

/** What is under public notice, and the way to object to it. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  const [caseId, setCase] = useState<string | null>(null)
  const asked = useQuery(useApi(assess).ask.notices({}))
  return (
    <Frame title={t('assess.page.notices')}>
      <Loaded ask={asked}>
        {({ rows }) => (
          <Panel title={t('assess.page.notices')}>
            {rows.length === 0 ? (
              <Nothing text={t('assess.notices.none')} />
            ) : (
              <SimpleTable
                caption={t('assess.page.notices')}
                rowKey="caseId"
                rows={rows}
                columns={[
                  {
                    key: 'holder',
                    title: t('assess.column.organisationName'),
                    render: (row) => (
                      <>
                        {row.holder} {row.isSample ? <SampleTag /> : null}
                      </>
                    ),
                  },
                  { key: 'nameZh', title: t('assess.column.procedure'), render: (row) => name(row) },
                  {
                    key: 'days',
                    title: t('assess.column.days'),
                    render: (row) => (
                      <>
                        <span className="r-number">{row.from} –</span>{' '}
                        <span className="r-number">{row.until}</span>
                      </>
                    ),
                  },
                  {
                    key: 'act',
                    title: t('assess.action.object'),
                    render: (row) => (
                      <Button size="small" onClick={() => setCase(row.caseId)}>
                        {t('assess.action.object')}
                      </Button>
                    ),
                  },
                ]}
              />
            )}
          </Panel>
        )}
      </Loaded>
      <FormDialog
        open={caseId !== null}
        onClose={() => setCase(null)}
        title={t('assess.action.object')}
        contract={assess}
        route="object"
        input={{ params: { caseId: caseId ?? '' } }}
        fields={{ text: { control: 'longText' } }}
        onDone={({ id, receipt }) => {
          say.done('assess.notices.sent')
          go(`/assess/objections/${id}?receipt=${receipt}`)
        }}
      />
    </Frame>
  )
}
