import {
  Allowed,
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  say,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { DatePicker, Input, Switch } from 'antd'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { RuleSays } from '../rules/contract.ts'
import { RuleEditor } from './rule-editor.tsx'
import { RuleTrial } from './rule-trial.tsx'
import { RuleState } from './rules.tsx'

/** A rule with what it did, its versions, and its trial on the past. */
export function Page() {
  const { ruleId } = useParams('ruleId')
  const { t } = useWords()
  const rule = useQuery(useApi(trace).ask.rule({ params: { ruleId } }))
  return (
    <Frame
      title={rule.data?.name ?? t('trace.page.rule')}
      breadcrumbs={[{ title: t('trace.page.rules'), to: '/trace/rules' }]}
    >
      <Loaded ask={rule}>{(found) => <Whole key={found.version} rule={found} />}</Loaded>
    </Frame>
  )
}

type Rule = Awaited<ReturnType<ReturnType<typeof useApi<typeof trace>>['call']['rule']>>

function Whole({ rule }: { rule: Rule }) {
  const { t } = useWords()
  const api = useApi(trace)
  const [name, setName] = useState(rule.name)
  const [says, setSays] = useState<RuleSays>(rule.says)
  const [note, setNote] = useState('')
  async function save(): Promise<void> {
    const body = { name, says, version: rule.version, ...(note ? { note } : {}) }
    await api.call.changeRule({ params: { ruleId: rule.id }, body })
    say.done('trace.making.saved')
    api.forget()
  }
  return (
    <>
      <State rule={rule} />
      <RuleEditor {...{ name, setName, says, setSays, save }}>
        <Input
          aria-label={t('trace.making.note')}
          placeholder={t('trace.making.note')}
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </RuleEditor>
      <RuleTrial says={says} />
      <Panel title={t('trace.making.versions')}>
        <SimpleTable
          caption={t('trace.making.versions')}
          rowKey="version"
          rows={rule.versions}
          columns={[
            { key: 'version', title: '#', render: ({ version }) => version },
            {
              key: 'changedAt',
              title: t('trace.column.changedAt'),
              render: ({ changedAt }) => <Time at={changedAt} />,
            },
            { key: 'changedBy', title: t('trace.column.personName'), render: (one) => one.changedBy ?? '–' },
            { key: 'note', title: t('trace.making.note'), render: (one) => one.note ?? '–' },
          ]}
        />
      </Panel>
    </>
  )
}

function State({ rule }: { rule: Rule }) {
  const { t } = useWords()
  const api = useApi(trace)
  const [from, setFrom] = useState<string | null>(null)
  const [isTurning, setIsTurning] = useState(false)
  async function turn(isActive: boolean): Promise<void> {
    const body = { isActive, ...(isActive && from ? { from } : {}) }
    setIsTurning(true)
    const call = api.call.switchRule({ params: { ruleId: rule.id }, body })
    await call.then(() => api.forget()).catch((error: unknown) => say.fault(error))
    setIsTurning(false)
  }
  return (
    <Panel>
      <Facts
        items={[
          {
            label: t('trace.column.isActive'),
            value: (
              <>
                <RuleState {...rule} /> {rule.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          {
            label: t('trace.column.captured'),
            value: (
              <Link to={`/trace/events?q=${encodeURIComponent(`urn:ronghe:rule:${rule.id}:`)}`}>
                {rule.captured}
              </Link>
            ),
          },
          { label: t('trace.column.through'), value: <Time at={rule.through} /> },
          { label: t('trace.making.waiting'), value: rule.waiting },
          ...(rule.failure ? [{ label: t('trace.column.failure'), value: rule.failure }] : []),
        ]}
      />
      <Allowed may="trace.rule">
        <div className="trace-rule-switch">
          <Switch
            checked={rule.isActive}
            loading={isTurning}
            onChange={(isActive) => void turn(isActive)}
            aria-label={t(rule.isActive ? 'trace.making.off' : 'trace.making.on')}
          />
          <span aria-hidden="true">{t(rule.isActive ? 'trace.making.isOn' : 'trace.making.isOff')}</span>
          {rule.isActive ? null : (
            <DatePicker
              showTime
              aria-label={t('trace.making.from')}
              placeholder={t('trace.making.from')}
              onChange={(value) => setFrom(value ? value.toISOString() : null)}
            />
          )}
        </div>
      </Allowed>
    </Panel>
  )
}
