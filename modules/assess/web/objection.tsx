import {
  Facts,
  Page as Frame,
  Loaded,
  Nothing,
  Panel,
  Stack,
  StatusTag,
  say,
  Time,
  UploadForm,
  useApi,
  useParams,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { assess } from '../contract.ts'
import './assess.css'

type Answer = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['objection']>>

/** What the author of an objection follows by his receipt: papers that he adds, and the answer. */
export function Page() {
  const { t, name } = useWords()
  const { objectionId } = useParams('objectionId')
  const receipt = String(useSearch().receipt ?? '')
  const asked = useQuery(useApi(assess).ask.objection({ params: { objectionId }, query: { receipt } }))
  return (
    <Frame
      title={t('assess.page.objection')}
      breadcrumbs={[{ title: t('assess.page.notices'), to: '/assess/notices' }]}
    >
      <Loaded ask={asked}>
        {(one) => (
          <Stack>
            <Panel title={`${one.holder} · ${name(one)}`}>
              <About one={one} receipt={receipt} />
            </Panel>
            <Papers one={one} objectionId={objectionId} receipt={receipt} />
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

function About({ one, receipt }: { one: Answer; receipt: string }) {
  const { t } = useWords()
  const word = one.upheld === null ? 'pending' : one.upheld ? 'upheld' : 'refused'
  const tone = { pending: 'info', upheld: 'warning', refused: 'neutral' } as const
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(location.href)
    say.done('assess.objection.copied')
  }
  return (
    <>
      <p className="r-muted">{t('assess.objection.keep')}</p>
      <Facts
        items={[
          {
            label: t('assess.field.receipt'),
            value: (
              <>
                <span className="assess-code">{receipt}</span>{' '}
                {navigator.clipboard ? (
                  <Button size="small" onClick={() => void copy().catch(() => {})}>
                    {t('assess.objection.copy')}
                  </Button>
                ) : null}
              </>
            ),
            wide: true,
          },
          { label: t('assess.column.text'), value: one.text, wide: true },
          { label: t('assess.column.at'), value: <Time at={one.at} /> },
          {
            label: t('assess.column.status'),
            value: <StatusTag tone={tone[word]} text={t(`assess.objection.${word}`)} />,
          },
          ...(one.answer
            ? [
                { label: t('assess.column.answer'), value: one.answer, wide: true },
                {
                  label: t('assess.objection.answeredAt'),
                  value: one.answeredAt ? <Time at={one.answeredAt} /> : null,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

function Papers({ one, objectionId, receipt }: { one: Answer; objectionId: string; receipt: string }) {
  const { t } = useWords()
  const api = useApi(assess)
  return (
    <Panel title={t('assess.objection.files')}>
      {one.files.length === 0 ? <Nothing text={t('assess.objection.none')} /> : null}
      <ul>
        {one.files.map((file) => (
          <li key={file.id}>
            {file.fileName} <span className="r-muted">{Math.ceil(file.bytes / 1024)} KB</span>{' '}
            <Time at={file.at} as="ago" />
          </li>
        ))}
      </ul>
      {one.mayAdd ? (
        <UploadForm
          key={one.files.length}
          contract={assess}
          route="addObjectionFile"
          params={{ objectionId }}
          query={{ receipt }}
          accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx"
          hint={t('assess.objection.hint')}
          onDone={() => api.forget('objection')}
        />
      ) : null}
    </Panel>
  )
}
