import {
  Allowed,
  ConfirmButton,
  Facts,
  FormDialog,
  Page as Frame,
  Link,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  saveBlob,
  TabBar,
  Time,
  useApi,
  useGo,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { Compare } from './compare.tsx'
import { FaultList } from './fault-list.tsx'
import { Preview } from './framework-preview.tsx'
import { Status } from './parts.tsx'
import './assess.css'

type Question = FrameworkAnswer['outline']['questions'][number]
export type FrameworkAnswer = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['framework']>
>

/** One version of a framework: as it is asked, where its sources are examples, what changed, its text. */
export function Page() {
  const { t, name } = useWords()
  const { frameworkId } = useParams('frameworkId')
  const asked = useQuery(useApi(assess).ask.framework({ params: { frameworkId } }))
  const [tab, setTab] = useSearchState('tab', 'preview')
  return (
    <Loaded ask={asked}>
      {(answer) => (
        <Frame
          title={name(answer.framework)}
          breadcrumbs={[{ title: t('assess.page.frameworks'), to: '/assess/frameworks' }]}
          tags={<Status value={answer.framework.status} />}
          actions={<Actions answer={answer} />}
        >
          <Stack>
            <About answer={answer} />
            <TabBar
              label={t('assess.page.framework')}
              value={tab}
              onChange={setTab}
              tabs={['preview', 'examples', 'compare', 'text'].map((key) => ({
                key,
                title: t(`assess.tab.${key}`),
              }))}
            >
              {tab === 'preview' ? <Preview answer={answer} /> : null}
              {tab === 'examples' ? <Examples answer={answer} /> : null}
              {tab === 'compare' ? <Compare framework={answer.framework} /> : null}
              {tab === 'text' ? <Text answer={answer} /> : null}
            </TabBar>
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function About({ answer: { framework, outline } }: { answer: FrameworkAnswer }) {
  const { t } = useWords()
  return (
    <Panel title={t('assess.framework.about')}>
      <Facts
        items={[
          { label: t('assess.column.code'), value: framework.code },
          { label: t('assess.column.version'), value: framework.version },
          {
            label: t('assess.column.questions'),
            value: <Opened to="?tab=preview" count={outline.questions.length} />,
          },
          {
            label: t('assess.framework.evidenced'),
            value: (
              <Opened to="?tab=preview&only=evidence" count={outline.questions.filter(isProvable).length} />
            ),
          },
          {
            label: t('assess.framework.published'),
            value: framework.publishedAt ? <Time at={framework.publishedAt} /> : null,
          },
          {
            label: t('assess.column.unverified'),
            value: <Opened to="?tab=examples" count={framework.unverified} />,
          },
          {
            label: t('assess.framework.hash'),
            value: <span className="assess-code">{framework.contentHash}</span>,
            wide: true,
          },
        ]}
      />
    </Panel>
  )
}

const isProvable = ({ evidence }: Question) => evidence !== null

/** A number that opens to what it counts, on this page. */
function Opened({ to, count }: { to: string; count: number }) {
  const { frameworkId } = useParams('frameworkId')
  return (
    <Link className="r-figure-value assess-figure" to={`/assess/frameworks/${frameworkId}${to}`}>
      {count}
    </Link>
  )
}

function Actions({ answer: { framework, content } }: { answer: FrameworkAnswer }) {
  const { t } = useWords()
  const go = useGo()
  const api = useApi(assess)
  const params = { frameworkId: framework.id }
  const set = useMutation(api.tell.setFrameworkStatus({ forgets: '*' }))
  const remove = useMutation(api.tell.removeFramework({ forgets: ['frameworks'] }))
  const change = (status: 'published' | 'retired') =>
    set.mutateAsync({ params, body: { status, revision: framework.revision } })
  const save = () =>
    saveBlob(new Blob([content], { type: 'application/json' }), `${framework.code}-${framework.version}.json`)
  return (
    <>
      <Button onClick={save}>{t('assess.action.saveFile')}</Button>{' '}
      <Allowed may="assess.framework">
        <CopyButton framework={framework} />{' '}
        {framework.status === 'draft' ? (
          <>
            <ConfirmButton
              title={t('assess.ask.publish')}
              onConfirm={async () => void (await change('published'))}
            >
              {t('assess.action.publish')}
            </ConfirmButton>{' '}
            <ConfirmButton
              danger
              title={t('assess.ask.removeDraft')}
              onConfirm={async () => {
                await remove.mutateAsync({ params })
                go('/assess/frameworks', { replace: true })
              }}
            >
              {t('assess.action.remove')}
            </ConfirmButton>
          </>
        ) : null}
        {framework.status === 'published' ? (
          <ConfirmButton
            title={t('assess.ask.retire')}
            onConfirm={async () => void (await change('retired'))}
          >
            {t('assess.action.retire')}
          </ConfirmButton>
        ) : null}
      </Allowed>
    </>
  )
}

/** A version that stands is changed by a copy of it: a draft, which opens at its text. */
function CopyButton({ framework }: Pick<FrameworkAnswer, 'framework'>) {
  const { t } = useWords()
  const go = useGo()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('assess.action.copy')}</Button>
      <FormDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('assess.action.copy')}
        contract={assess}
        route="copyFramework"
        input={{ params: { frameworkId: framework.id } }}
        fields={{ version: { label: 'assess.field.newVersion' } }}
        onDone={({ id }) => go(`/assess/frameworks/${id}?tab=text`)}
      />
    </>
  )
}

function Examples({ answer: { examples } }: { answer: FrameworkAnswer }) {
  const { t } = useWords()
  if (examples.length === 0) return <Nothing text={t('assess.example.none')} />
  return (
    <Panel title={t('assess.tab.examples')} extra={<strong className="r-sum">{examples.length}</strong>}>
      <p className="r-muted">{t('assess.example.hint')}</p>
      <SimpleTable
        caption={t('assess.tab.examples')}
        rowKey="place"
        rows={examples}
        columns={[
          {
            key: 'place',
            title: t('assess.column.path'),
            render: ({ place }) => <span className="assess-code">{place}</span>,
          },
          { key: 'text', title: t('assess.column.source') },
        ]}
      />
    </Panel>
  )
}

/** The file itself: to read; of a draft also to write, with every fault listed. */
function Text({ answer: { framework, content } }: { answer: FrameworkAnswer }) {
  const { t } = useWords()
  const api = useApi(assess)
  const [text, setText] = useState(() => JSON.stringify(JSON.parse(content), null, 2))
  const change = useMutation(api.tell.changeFramework({}))
  const isDraft = framework.status === 'draft'
  async function send(dryRun: boolean): Promise<void> {
    const { faults } = await change.mutateAsync({
      params: { frameworkId: framework.id },
      body: { content: text, revision: framework.revision, dryRun },
    })
    if (faults.length === 0 && !dryRun) api.forget()
  }
  return (
    <Panel title={t('assess.tab.text')}>
      <p className="r-muted">
        {t(isDraft ? 'assess.text.draft' : 'assess.text.stands')}{' '}
        <Link to="/assess/frameworks">{t('assess.page.frameworks')}</Link>
      </p>
      <Input.TextArea
        className="assess-editor"
        aria-label={t('assess.tab.text')}
        spellCheck={false}
        readOnly={!isDraft}
        rows={24}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Allowed may="assess.framework">
        {isDraft ? (
          <p>
            <Button loading={change.isPending} onClick={() => void send(true).catch(() => {})}>
              {t('assess.action.check')}
            </Button>{' '}
            <Button
              type="primary"
              loading={change.isPending}
              onClick={() => void send(false).catch(() => {})}
            >
              {t('assess.action.save')}
            </Button>
          </p>
        ) : null}
      </Allowed>
      {change.data && change.data.faults.length > 0 ? <FaultList faults={change.data.faults} /> : null}
      {change.data?.faults.length === 0 ? <p role="status">{t('assess.upload.sound')}</p> : null}
    </Panel>
  )
}
