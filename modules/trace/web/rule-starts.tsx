import { useWords } from '@ronghe/kit/ui'
import { Input, Select } from 'antd'
import type { RuleSays } from '../rules/contract.ts'
import terms from '../story/terms.json' with { type: 'json' }
import { Field, type PartProps } from './rule-fields.tsx'

type StateStarts = Extract<NonNullable<RuleSays['starts']>, { on: 'state' }>

const kinds = ['parts', 'shift', 'state'] as const
const states = ['production', 'setup', 'delay', 'down', 'idle'] as const
const firstState: StateStarts = {
  ...{ on: 'state', states: ['down'], thing: '', bizStep: 'repairing', disposition: 'unavailable' },
}

type Props = PartProps & { setSays: (says: RuleSays) => void }

/** From what a rule starts: parts, the end of a shift, or a state that the machine enters. */
export function Starts({ says, set, setSays }: Props) {
  const { t } = useWords()
  const { starts } = says
  function choose(kind: (typeof kinds)[number]): void {
    const { starts: _, ...rest } = says
    if (kind === 'parts') setSays(rest)
    else if (kind === 'shift') setSays({ ...rest, starts: { on: 'shift' }, numbering: 'lot', packEvery: 0 })
    else setSays({ ...rest, starts: firstState })
  }
  return (
    <>
      <Field label={t('trace.making.starts')}>
        <Select
          value={starts?.on ?? 'parts'}
          onChange={choose}
          options={kinds.map((value) => ({ value, label: t(`trace.making.startsFrom.${value}`) }))}
        />
      </Field>
      {starts?.on === 'state' ? (
        <StateFields starts={starts} change={(next) => set({ starts: next })} />
      ) : null}
    </>
  )
}

function StateFields({ starts, change }: { starts: StateStarts; change: (starts: StateStarts) => void }) {
  const { t } = useWords()
  return (
    <>
      <Field label={t('trace.making.states')}>
        <Select
          mode="multiple"
          value={starts.states}
          onChange={(value) => change({ ...starts, states: value })}
          options={states.map((value) => ({ value, label: t(`trace.making.state.${value}`) }))}
        />
      </Field>
      <Field label={t('trace.making.stateReason')}>
        <Input
          value={starts.reason ?? ''}
          maxLength={60}
          onChange={({ target }) => {
            const { reason: _, ...rest } = starts
            change(target.value.trim() === '' ? rest : { ...rest, reason: target.value.trim() })
          }}
        />
      </Field>
      <Field label={t('trace.making.thing')}>
        <Input
          placeholder="(8004)6901234M1"
          value={starts.thing}
          onChange={({ target }) => change({ ...starts, thing: target.value })}
        />
      </Field>
      <Field label={t('trace.making.bizStep')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={starts.bizStep}
          onChange={(bizStep) => change({ ...starts, bizStep })}
          options={Object.keys(terms.bizStep).map((value) => ({ value, label: t(`trace.bizStep.${value}`) }))}
        />
      </Field>
      <Field label={t('trace.making.disposition')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={starts.disposition}
          onChange={(disposition) => change({ ...starts, disposition })}
          options={Object.keys(terms.disposition).map((value) => {
            return { value, label: t(`trace.disposition.${value}`) }
          })}
        />
      </Field>
    </>
  )
}
