import { Panel, Stack, useApi, useLeaveGuard, useWords } from '@ronghe/kit/ui'
import type { StateRules } from '@ronghe/oee'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import './factory.css'
import {
  blankRule,
  type Draft,
  type DraftRule,
  draftOf,
  faultOf,
  moved,
  rulesOf,
} from '../states/rules-draft.ts'
import { ReasonChoice } from './reason-choice.tsx'
import { RulesTrial } from './rules-trial.tsx'
import type { Machine } from './types.ts'

const states = ['production', 'setup', 'delay', 'down', 'idle', 'unknown'] as const
const forgets = ['stateRules', 'stateRuleVersions', 'states', 'oee', 'oeeDays'] as const

/** Writes rules, tries them on what the machine did, and saves them as the next version. */
export function RulesEditor({
  machine,
  start,
  onClose,
}: {
  machine: Machine
  start: StateRules
  onClose: () => void
}) {
  const { t } = useWords()
  const [draft, setDraft] = useState(() => draftOf(start))
  const [isChanged, setChanged] = useState(false)
  useLeaveGuard(() => isChanged)
  const save = useMutation(useApi(factory).tell.changeStateRules({ forgets }))
  const rules = rulesOf(draft, start)
  const change = (next: Draft) => {
    setChanged(true)
    setDraft(next)
  }
  return (
    <Stack>
      <Panel title={t('factory.route.changeStateRules')}>
        <p>{t('factory.rules.how')}</p>
        <Signals machine={machine} />
        <RuleRows rules={draft.rules} onChange={(list) => change({ ...draft, rules: list })} />
        <div className="factory-shift-row">
          {t('factory.rules.otherwise')}
          <StateChoice value={draft.otherwise} onChange={(otherwise) => change({ ...draft, otherwise })} />
        </div>
        <div className="factory-shift-row">
          <Input
            aria-label={t('factory.column.note')}
            placeholder={t('factory.rules.note')}
            maxLength={300}
            value={draft.note}
            onChange={(event) => setDraft({ ...draft, note: event.target.value })}
            style={{ flex: '1 1 240px' }}
          />
          <Button
            type="primary"
            disabled={rules === null}
            loading={save.isPending}
            onClick={() => {
              const body = { rules, ...(draft.note ? { note: draft.note } : {}) }
              save.mutate({ params: { equipmentId: machine.id }, body }, { onSuccess: onClose })
            }}
          >
            {t('factory.action.save')}
          </Button>
          <Button onClick={onClose}>{t('factory.action.cancel')}</Button>
        </div>
      </Panel>
      <RulesTrial machine={machine} rules={rules} />
    </Stack>
  )
}

/** The names a condition may use on this machine. */
function Signals({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const tags = useQuery(useApi(factory).ask.tags({ params: { equipmentId: machine.id } }))
  if (!tags.data) return null
  const names = tags.data.rows.map((tag) => tag.meaning ?? tag.name)
  return (
    <details>
      <summary>{t('factory.rules.signals', { count: names.length })}</summary>
      <p style={{ overflowWrap: 'anywhere' }}>
        <code>{[...new Set(names)].join('  ')}</code>
      </p>
    </details>
  )
}

function RuleRows({
  rules,
  onChange,
}: {
  rules: readonly DraftRule[]
  onChange: (rules: DraftRule[]) => void
}) {
  const { t } = useWords()
  return (
    <>
      {rules.map((rule, index) => (
        <RuleRow
          key={rule.key}
          rule={rule}
          place={index + 1}
          onChange={(next) => onChange(rules.map((one, at) => (at === index ? { ...one, ...next } : one)))}
          onRemove={() => onChange(rules.filter((_, at) => at !== index))}
          {...(index > 0 ? { onUp: (by: number) => onChange(moved(rules, index, by)) } : {})}
        />
      ))}
      <Button onClick={() => onChange([...rules, blankRule(rules)])}>{t('factory.rules.add')}</Button>
    </>
  )
}

function RuleRow({
  rule,
  place,
  onChange,
  onRemove,
  onUp,
}: {
  rule: DraftRule
  place: number
  onChange: (change: Partial<DraftRule>) => void
  onRemove: () => void
  onUp?: (by: number) => void
}) {
  const { t } = useWords()
  const fault = faultOf(rule)
  return (
    <div className="factory-shift-row">
      <b>{place}</b>
      <Input
        aria-label={t('factory.rules.when')}
        placeholder={t('factory.rules.when')}
        status={fault ? 'error' : ''}
        value={rule.text}
        onChange={(event) => onChange({ text: event.target.value })}
        style={{ flex: '1 1 320px', fontFamily: 'monospace' }}
      />
      <StateChoice value={rule.state} onChange={(state) => onChange({ state })} />
      <ReasonChoice value={rule.reason} onChange={(reason) => onChange({ reason })} />
      <Button type="link" size="small" disabled={!onUp} onClick={() => onUp?.(-place + 1)}>
        {t('factory.rules.top')}
      </Button>
      <Button type="link" size="small" disabled={!onUp} onClick={() => onUp?.(-1)}>
        {t('factory.rules.up')}
      </Button>
      <Button type="link" size="small" danger onClick={onRemove}>
        {t('factory.shift.remove')}
      </Button>
      {fault ? (
        <small role="alert" style={{ flexBasis: '100%' }}>
          {t(`factory.condition.${fault.word}`, { place: fault.at + 1 })}
        </small>
      ) : null}
    </div>
  )
}

function StateChoice({
  value,
  onChange,
}: {
  value: DraftRule['state']
  onChange: (state: DraftRule['state']) => void
}) {
  const { t } = useWords()
  return (
    <Select
      aria-label={t('factory.column.state')}
      value={value}
      onChange={onChange}
      options={states.map((state) => ({ value: state, label: t(`factory.value.state.${state}`) }))}
      style={{ inlineSize: 110 }}
    />
  )
}
