import { factory } from '@ronghe/factory/contract'
import { Link, Loaded, Stack, TrendChart, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'

const signalsMax = 6
/** A step of which only the end is known is shown with what came before it. */
const leastMs = 5 * 60_000

type Props = { equipmentId: string; from: string; to: string }

/** The curves of the machine during a step: temperature, load, speed, whatever it measures. */
export function ProcessData({ equipmentId, from, to }: Props) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const machine = useQuery(api.ask.oneEquipment({ params: { equipmentId } }))
  const tags = useQuery(api.ask.tags({ params: { equipmentId } }))
  const [chosen, setChosen] = useState<string[] | null>(null)
  const end = Date.parse(to)
  const start = Math.min(Date.parse(from), end - leastMs)
  return (
    <Loaded ask={tags}>
      {({ rows }) => {
        const numbers = rows.filter((tag) => tag.valueType === 'number')
        // Temperature first: it tells most of how a part was made.
        const telling = [/temp/i, /load|rpm|speed|press/i]
          .flatMap((kind) => numbers.filter((tag) => kind.test(tag.name)))
          .slice(0, 2)
        const ids = chosen ?? (telling.length > 0 ? telling : numbers.slice(0, 1)).map((tag) => tag.id)
        return (
          <Stack>
            <div className="trace-process-head">
              <Link to={`/factory/machines/${equipmentId}`}>
                {machine.data ? name({ nameZh: machine.data.name, nameEn: machine.data.nameEn ?? '' }) : '…'}
              </Link>
              <Select
                mode="multiple"
                maxCount={signalsMax}
                style={{ minWidth: 240, flex: 1 }}
                aria-label={t('trace.process.signals')}
                value={ids}
                onChange={setChosen}
                optionFilterProp="label"
                options={numbers.map((tag) => ({
                  value: tag.id,
                  label: name({ nameZh: tag.label ?? tag.name, nameEn: tag.labelEn ?? tag.name }),
                }))}
              />
            </div>
            <Curves ids={ids} start={start} end={end} />
          </Stack>
        )
      }}
    </Loaded>
  )
}

function Curves({ ids, start, end }: { ids: string[]; start: number; end: number }) {
  const { t, name } = useWords()
  const query = { tag: ids, from: new Date(start).toISOString(), to: new Date(end).toISOString() }
  const trend = useQuery({ ...useApi(factory).ask.trend({ query }), enabled: ids.length > 0 })
  return (
    <TrendChart
      title={t('trace.process.title')}
      from={start}
      to={end}
      loading={trend.isPending && ids.length > 0}
      error={trend.error}
      signals={(trend.data?.rows ?? []).map((row) => ({
        key: row.tagId,
        name: name({ nameZh: row.label ?? row.name, nameEn: row.labelEn ?? row.name }),
        unit: row.unit ?? '',
        at: row.at,
        mean: row.value.map((value) => (typeof value === 'number' ? value : null)),
        ...(row.kind === 'bands' ? { min: row.min, max: row.max } : {}),
      }))}
    />
  )
}
