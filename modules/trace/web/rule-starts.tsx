import { useWords } from '@ronghe/kit/ui'
import { Input, Select } from 'antd'
import type { RuleSays } from '../rules/contract.ts'
import { Field, type PartProps } from './rule-fields.tsx'
import {
  firstInspection,
  firstInstrument,
  InspectionFields,
  InstrumentFields,
  TermField,
} from './rule-inspections.tsx'

type StateStarts = Extract<NonNullable<RuleSays['starts']>, { on: 'state' }>

const kinds = ['parts', 'shift', 'state', 'inspection', 'instrument'] as const
const states = ['production', 'setup', 'delay', 'down', 'idle'] as const
const firstState: StateStarts = {
  ...{ on: 'state', states: ['down'], thing: '', bizStep: 'repairing', disposition: 'unavailable' },
}

const firsts = { state: firstState, inspection: firstInspection, instrument: firstInstrument }

type Props = PartProps & { setSays: (says: RuleSays) => void }

/** From what a rule starts: parts, the end of a shift, or a state that the machine enters. */
export function Starts({ says, set, setSays }: Props) {
  const { t } = useWords()
  const { starts } = says
  function choose(kind: (typeof kinds)[number]): void {
    const { starts: _, ...rest } = { ...says, packEvery: 0, inputs: [], checks: [] }
    if (kind === 'parts') setSays(rest)
    else if (kind === 'shift') setSays({ ...rest, starts: { on: 'shift' }, numbering: 'lot' })
    else setSays({ ...rest, starts: firsts[kind] })
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
      {starts?.on === 'inspection' ? <InspectionFields says={says} set={set} starts={starts} /> : null}
      {starts?.on === 'instrument' ? <InstrumentFields says={says} set={set} starts={starts} /> : null}
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
      <TermField
        label={t('trace.making.bizStep')}
        vocabulary="bizStep"
        value={starts.bizStep}
        choose={(bizStep) => change({ ...starts, bizStep })}
      />
      <TermField
        label={t('trace.making.disposition')}
        vocabulary="disposition"
        value={starts.disposition}
        choose={(disposition) => change({ ...starts, disposition })}
      />
    </>
  )
}
