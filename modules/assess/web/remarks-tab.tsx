import {
  Link,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  Time,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { Status, useNamed } from './parts.tsx'
import type { RunDetail } from './types.ts'

/** What firm and assessor say to each other of the run and its questions, and what the rules found. */
export function RemarksTab({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const named = useNamed()
  const may = useMay()
  const nameOf = (code: string | null) => {
    const question = detail.outline.questions.find((one) => one.code === code)
    return question ? named(question.name) : null
  }
  return (
    <Stack>
      <Panel title={t('assess.comments.title')}>
        {detail.comments.length === 0 ? <Nothing text={t('assess.comments.none')} /> : null}
        {detail.comments.map((one) => (
          <article key={one.id} className="assess-question">
            <div className="assess-question-foot r-muted">
              <strong>{one.byName}</strong>
              <span>{one.byOrganisation}</span>
              <Time at={one.at} />
              <span>{nameOf(one.question)}</span>
            </div>
            <div>{one.text}</div>
          </article>
        ))}
        <NewComment detail={detail} />
      </Panel>
      {may('assess.check') ? <Found runId={detail.run.id} /> : null}
    </Stack>
  )
}

function Found({ runId }: { runId: string }) {
  const { t } = useWords()
  const named = useNamed()
  const asked = useQuery(useApi(assess).ask.findings({ query: { run: runId, pageSize: 200 } }))
  return (
    <Panel
      title={t('assess.page.findings')}
      extra={<Link to="/assess/findings">{t('assess.findings.queue')}</Link>}
    >
      <Loaded ask={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing text={t('assess.findings.none')} />
          ) : (
            <SimpleTable
              caption={t('assess.page.findings')}
              rowKey="id"
              rows={rows}
              columns={[
                {
                  key: 'kind',
                  title: t('assess.column.finding'),
                  render: (row) => t(`assess.value.finding.${row.kind}`),
                },
                {
                  key: 'question',
                  title: t('assess.column.question'),
                  render: (row) => (row.questionName ? named(row.questionName) : '–'),
                },
                { key: 'text', title: t('assess.column.text') },
                {
                  key: 'status',
                  title: t('assess.column.status'),
                  render: (row) => <Status value={row.status} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  )
}

function NewComment({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const named = useNamed()
  const [text, setText] = useState('')
  const [question, setQuestion] = useState<string | undefined>(undefined)
  const add = useMutation(useApi(assess).tell.addComment({ forgets: ['run'] }))
  async function send(): Promise<void> {
    const body = { text, ...(question ? { question } : {}) }
    await add.mutateAsync({ params: { runId: detail.run.id }, body })
    setText('')
  }
  return (
    <div className="assess-field">
      <Select
        allowClear
        showSearch
        optionFilterProp="label"
        aria-label={t('assess.comments.about')}
        placeholder={t('assess.comments.about')}
        value={question}
        onChange={setQuestion}
        options={detail.outline.questions.map(({ code, name }) => ({ value: code, label: named(name) }))}
      />
      <Input.TextArea
        aria-label={t('assess.comments.text')}
        placeholder={t('assess.comments.text')}
        autoSize={{ minRows: 2 }}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div>
        <Button
          disabled={text.trim() === ''}
          loading={add.isPending}
          onClick={() => void send().catch(() => {})}
        >
          {t('assess.action.comment')}
        </Button>
      </div>
    </div>
  )
}
