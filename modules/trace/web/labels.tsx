import { Page as Frame, Panel, Stack, say, useApi, useSearch, useWords } from '@ronghe/kit/ui'
import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { trace } from '../contract.ts'
import './trace.css'

const sizes = [
  'columns',
  'rows',
  'labelWidthMm',
  'labelHeightMm',
  'marginLeftMm',
  'marginTopMm',
  'gapXMm',
  'gapYMm',
] as const
type Sizes = Record<(typeof sizes)[number], number>
const a4: Sizes = {
  ...{ columns: 3, rows: 8, labelWidthMm: 70, labelHeightMm: 37 },
  ...{ marginLeftMm: 0, marginTopMm: 0.5, gapXMm: 0, gapYMm: 0 },
}
const numbersMax = 200

/** Labels of items, lots and carriers: as PDF for sheets and rolls, as ZPL for label printers. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  const { thing, allocation } = useSearch()
  const [things, setThings] = useState(thing ? String(thing) : '')
  const [symbol, setSymbol] = useState<'qr' | 'dataMatrix'>('qr')
  const [layout, setLayout] = useState<'a4' | 'roll' | 'zpl'>('a4')
  const [copies, setCopies] = useState(1)
  const [size, setSize] = useState<Sizes>(a4)
  const [isBusy, setIsBusy] = useState(false)
  async function run(work: () => Promise<void>): Promise<void> {
    setIsBusy(true)
    await work().catch((error: unknown) => say.fault(error))
    setIsBusy(false)
  }
  async function fetchAllocated(): Promise<void> {
    const params = { allocationId: String(allocation) }
    const { rows } = await api.call.numbers({ params, query: { pageSize: numbersMax } })
    setThings(rows.map(({ link }) => link).join('\n'))
  }
  async function print(): Promise<void> {
    const list = things.split('\n').map((one) => one.trim())
    const used = layout === 'a4' ? sizes : (['labelWidthMm', 'labelHeightMm'] as const)
    const body = {
      ...{ things: list.filter(Boolean), symbol, layout, copies, domain: location.origin },
      ...Object.fromEntries(used.map((name) => [name, size[name]])),
    }
    await api.download.printLabels({ body })
  }
  return (
    <Frame title={t('trace.page.labels')}>
      <Panel>
        <Stack>
          {allocation ? (
            <Button onClick={() => void run(fetchAllocated)}>{t('trace.label.allocated')}</Button>
          ) : null}
          <Input.TextArea
            rows={6}
            aria-label={t('trace.label.things')}
            placeholder={t('trace.finding.hint')}
            value={things}
            onChange={(event) => setThings(event.target.value)}
          />
          <Choices {...{ symbol, setSymbol, layout, setLayout, copies, setCopies, size, setSize }} />
          <div>
            <Button
              type="primary"
              loading={isBusy}
              disabled={things.trim() === ''}
              onClick={() => void run(print)}
            >
              {t('trace.label.print')}
            </Button>
          </div>
        </Stack>
      </Panel>
    </Frame>
  )
}

type ChoiceProps = {
  symbol: 'qr' | 'dataMatrix'
  setSymbol: (symbol: 'qr' | 'dataMatrix') => void
  layout: 'a4' | 'roll' | 'zpl'
  setLayout: (layout: 'a4' | 'roll' | 'zpl') => void
  copies: number
  setCopies: (copies: number) => void
  size: Sizes
  setSize: (size: Sizes) => void
}

/** Symbol, paper and measures. */
function Choices(props: ChoiceProps) {
  const { symbol, setSymbol, layout, setLayout, copies, setCopies, size, setSize } = props
  const { t } = useWords()
  return (
    <>
      <div className="trace-finding-span">
        <Segmented
          value={symbol}
          onChange={(value) => setSymbol(value as 'qr')}
          options={[
            { value: 'qr', label: t('trace.label.qr') },
            { value: 'dataMatrix', label: 'GS1 DataMatrix' },
          ]}
        />
        <Select
          style={{ minWidth: 220 }}
          aria-label={t('trace.label.layout')}
          value={layout}
          onChange={(value) => {
            setLayout(value)
            setSize(value === 'a4' ? a4 : { ...a4, labelWidthMm: 60, labelHeightMm: 40 })
          }}
          options={[
            { value: 'a4', label: t('trace.label.a4') },
            { value: 'roll', label: t('trace.label.roll') },
            { value: 'zpl', label: t('trace.label.zpl') },
          ]}
        />
        <InputNumber
          min={1}
          max={50}
          aria-label={t('trace.label.copies')}
          addonBefore={t('trace.label.copies')}
          value={copies}
          onChange={(value) => setCopies(value ?? 1)}
        />
      </div>
      <div className="trace-finding-span">
        {sizes
          .filter((name) => layout === 'a4' || name === 'labelWidthMm' || name === 'labelHeightMm')
          .map((name) => (
            <InputNumber
              key={name}
              min={0}
              aria-label={t(`trace.label.${name}`)}
              addonBefore={t(`trace.label.${name}`)}
              value={size[name]}
              onChange={(value) => setSize({ ...size, [name]: value ?? 0 })}
            />
          ))}
      </div>
    </>
  )
}
