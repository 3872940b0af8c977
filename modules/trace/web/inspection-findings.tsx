import { useWords } from '@ronghe/kit/ui'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { Finding } from '../inspections/contract.ts'
import { findingFault, withinLimits } from '../inspections/judge.ts'
import { Verdict } from './inspections.tsx'

export const blankFinding: Finding = { characteristic: '' }

/** Is it named and can it be judged? */
export function isFound(finding: Finding): boolean {
  return finding.characteristic.trim() !== '' && findingFault(finding) === null
}

type Props = { findings: readonly Finding[]; change: (findings: Finding[]) => void }

/** A row a characteristic, judged while it is entered. */
export function FindingRows({ findings, change }: Props) {
  const { t } = useWords()
  const put = (at: number, next: Finding | null) =>
    change(findings.flatMap((one, index) => (index === at ? (next ?? []) : one)))
  return (
    <div className="trace-rule-list">
      {findings.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
        <Row key={at} finding={one} change={(next) => put(at, next)} isOnly={findings.length === 1} />
      ))}
      <Button disabled={findings.length >= 60} onClick={() => change([...findings, blankFinding])}>
        {t('trace.inspection.addFinding')}
      </Button>
    </div>
  )
}

type RowProps = { finding: Finding; change: (next: Finding | null) => void; isOnly: boolean }

function Row({ finding, change, isOnly }: RowProps) {
  const { t } = useWords()
  const set = (part: { [K in keyof Finding]?: Finding[K] | undefined | null }) => {
    const whole = Object.entries({ ...finding, ...part })
    change(Object.fromEntries(whole.filter(([, value]) => value !== undefined && value !== null)) as Finding)
  }
  return (
    <div className="trace-finding-row">
      <Input
        aria-label={t('trace.column.characteristic')}
        placeholder={t('trace.column.characteristic')}
        maxLength={60}
        value={finding.characteristic}
        onChange={({ target }) => set({ characteristic: target.value })}
      />
      <Result finding={finding} put={set} />
      <Input
        aria-label={t('trace.column.uom')}
        placeholder={t('trace.column.uom')}
        maxLength={3}
        value={finding.uom ?? ''}
        onChange={({ target }) => set({ uom: target.value.trim().toUpperCase() || undefined })}
      />
      <InputNumber
        aria-label={t('trace.column.least')}
        placeholder={t('trace.column.least')}
        value={finding.least ?? null}
        onChange={(least) => set({ least })}
      />
      <InputNumber
        aria-label={t('trace.column.most')}
        placeholder={t('trace.column.most')}
        value={finding.most ?? null}
        onChange={(most) => set({ most })}
      />
      <Judgement finding={finding} put={set} />
      <Button disabled={isOnly} onClick={() => change(null)}>
        {t('trace.inspection.remove')}
      </Button>
    </div>
  )
}

type Read = Pick<Finding, 'value' | 'text'>

/** A number is measured, anything else is said in words. */
function readResult(typed: string): Read {
  const text = typed.trim()
  if (text === '') return {}
  return Number.isFinite(Number(text)) ? { value: Number(text) } : { text }
}

type ResultProps = { finding: Finding; put: (part: { [K in keyof Read]: Read[K] | undefined }) => void }

/** What is being typed stays as it is typed, e.g. `20.`, while it is read as a value. */
function Result({ finding, put }: ResultProps) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const read = readResult(typed)
  const isTyped = read.value === finding.value && read.text === finding.text
  return (
    <Input
      aria-label={t('trace.column.value')}
      placeholder={t('trace.column.value')}
      maxLength={200}
      value={isTyped ? typed : String(finding.value ?? finding.text ?? '')}
      onChange={({ target }) => {
        setTyped(target.value)
        const { value, text } = readResult(target.value)
        put({ value, text })
      }}
    />
  )
}

/** By its limits, or as a person says where there are none. */
function Judgement({ finding, put }: { finding: Finding; put: (part: { isPassed?: boolean }) => void }) {
  const { t } = useWords()
  const byLimits = withinLimits(finding)
  if (byLimits === false) return <Verdict value="failed" />
  const options = ['passed', 'failed'] as const
  return (
    <Select
      aria-label={t('trace.column.isPassed')}
      placeholder={t('trace.column.isPassed')}
      value={
        finding.isPassed === undefined ? (byLimits ? 'passed' : null) : options[finding.isPassed ? 0 : 1]
      }
      onChange={(value) => put({ isPassed: value === 'passed' })}
      options={options.map((value) => ({ value, label: t(`trace.value.verdict.${value}`) }))}
    />
  )
}
