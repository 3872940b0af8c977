import type { Static } from '@ronghe/kit/contract'
import { axis, Bars, ChartFrame, formatNumber, type Look, useWords } from '@ronghe/kit/ui'
import { useCallback, useMemo } from 'react'
import type { EnergyDay, EnergyHour } from '../contract/energy-shapes.ts'
import { tariffKinds } from '../energy/tariff.ts'

type Day = Static<typeof EnergyDay>
type Hour = Static<typeof EnergyHour>

const tones = {
  sharp: 'fault',
  peak: 'setup',
  flat: 'idle',
  valley: 'running',
  deepValley: 'planned',
} as const
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour)

/** Energy of each day or month by price; one without readings has no bar. */
export function DayBars({ days: all, grain }: { days: readonly Day[]; grain: 'day' | 'month' }) {
  const { t } = useWords()
  // Months before the first reading would leave the others no room.
  const first =
    grain === 'month'
      ? Math.max(
          0,
          all.findIndex((day) => day.kwh !== null),
        )
      : 0
  const days = all.slice(first)
  const kinds = tariffKinds.filter((kind) => days.some((day) => day.kinds.some((one) => one.kind === kind)))
  const title = t(grain === 'day' ? 'factory.energy.byDay' : 'factory.energy.byMonth')
  const name = (day: Day) => (grain === 'day' ? day.day.slice(5) : day.day.slice(0, 7))
  if (kinds.length === 0)
    return (
      <Bars
        title={title}
        unit="KWH"
        series={[t('factory.energy.energy')]}
        rows={days.map((day) => ({ name: name(day), values: [day.kwh] }))}
      />
    )
  return (
    <Bars
      title={title}
      unit="KWH"
      stacked
      series={kinds.map((kind) => t(`factory.tariff.${kind}`))}
      tones={kinds.map((kind) => tones[kind])}
      rows={days.map((day) => ({
        name: name(day),
        values: kinds.map((kind) => day.kinds.find((one) => one.kind === kind)?.kwh ?? null),
      }))}
    />
  )
}

/** Local parts of an instant in the plant's zone. */
function partsIn(timeZone: string): (at: string) => { day: string; hour: number } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' },
  })
  return (at) => {
    const text = format.format(new Date(at))
    return { day: text.slice(0, 10), hour: Number(text.slice(11, 13)) }
  }
}

/** Energy by day and hour as colours; an hour that is not wholly known is left blank. */
export function HeatMap({ hours, timeZone }: { hours: readonly Hour[]; timeZone: string }) {
  const { t } = useWords()
  const cells = useMemo(() => {
    const parts = partsIn(timeZone)
    return hours.map((one) => ({ ...parts(one.startsAt), kwh: one.coverage >= 0.999 ? one.kwh : null }))
  }, [hours, timeZone])
  const days = useMemo(() => [...new Set(cells.map((cell) => cell.day))].sort(), [cells])
  const option = useCallback(
    (look: Look) => {
      const most = Math.max(1, ...cells.map((cell) => cell.kwh ?? 0))
      const category = { ...axis(look), type: 'category', splitLine: { show: false } }
      const tint =
        look.mode === 'dark' ? ['#1d2a3a', '#2f6fb0', '#f0b429'] : ['#e8f1fb', '#5b9bd5', '#d9480f']
      return {
        grid: { left: look.narrow ? 48 : 88, right: 16, top: 8, bottom: 72 },
        tooltip: {
          formatter: ({ value }: { value: [number, number, number] }) =>
            `${days[value[1]]} ${value[0]}:00 · ${formatNumber(value[2], look.locale, 2)} kWh`,
        },
        xAxis: { ...category, data: hoursOfDay.map(String) },
        yAxis: {
          ...category,
          data: days,
          inverse: true,
          axisLabel: { color: look.muted, formatter: (day: string) => (look.narrow ? day.slice(5) : day) },
        },
        visualMap: {
          ...{ min: 0, max: most, orient: 'horizontal', left: 'center', bottom: 0 },
          text: [`${formatNumber(most, look.locale, 1)} kWh`, '0'],
          inRange: { color: tint },
          textStyle: { color: look.muted },
        },
        series: [
          {
            type: 'heatmap',
            data: cells.flatMap(({ day, hour, kwh }) =>
              kwh === null ? [] : [[hour, days.indexOf(day), kwh]],
            ),
          },
        ],
      }
    },
    [cells, days],
  )
  const table = useMemo(
    () => ({
      columns: [t('factory.column.day'), ...hoursOfDay.map((hour) => `${hour}:00`)],
      rows: days.map((day) => [
        day,
        ...hoursOfDay.map((hour) => cells.find((one) => one.day === day && one.hour === hour)?.kwh ?? null),
      ]),
    }),
    [cells, days, t],
  )
  return (
    <ChartFrame
      title={t('factory.energy.heatMap')}
      option={option}
      table={table}
      height={120 + Math.max(4, days.length) * 24}
      file="energy-heat-map"
    />
  )
}
