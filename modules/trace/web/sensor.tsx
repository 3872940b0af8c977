import { Quantity, useWords } from '@ronghe/kit/ui'
import { Fragment } from 'react'
import type { EventDetails } from '../story/contract.ts'
import terms from '../story/terms.json' with { type: 'json' }

type Sensor = EventDetails['sensors'][number]

const types: ReadonlySet<string> = new Set(terms.sensor)
const components: ReadonlySet<string> = new Set(terms.component)

/** What was measured, in words; a type of somebody's own stays as it is. */
export function SensorName({ sensor: { type, component } }: { sensor: Sensor }) {
  const { t } = useWords()
  const word = types.has(type) ? t(`trace.sensor.${type}`) : type
  if (component === null) return <>{word}</>
  return <>{`${word} ${components.has(component) ? t(`trace.component.${component}`) : component}`}</>
}

/** The values of a report with their unit: one, or the range and the mean of a time. */
export function SensorValues({ sensor }: { sensor: Sensor }) {
  const { t } = useWords()
  // The house has words for many units; of the others the table of the engine has the symbol.
  const isNamed = sensor.uom !== null && t(`unit.${sensor.uom}`) !== `unit.${sensor.uom}`
  const unit = (isNamed ? sensor.uom : (sensor.unit ?? sensor.uom)) ?? ''
  const told = [
    { label: '', value: sensor.value },
    { label: t('trace.sensor.least'), value: sensor.least },
    { label: t('trace.sensor.most'), value: sensor.most },
    { label: t('trace.sensor.mean'), value: sensor.mean },
  ].filter(({ value }) => value !== null)
  if (told.length === 0) {
    const flags: Readonly<Record<string, string>> = { true: t('ui.yes'), false: t('ui.no') }
    return <>{sensor.text === null ? '–' : (flags[sensor.text] ?? sensor.text)}</>
  }
  return (
    <>
      {told.map(({ label, value }, at) => (
        <Fragment key={label}>
          {at > 0 ? ', ' : ''}
          {label === '' ? '' : `${label} `}
          <Quantity value={value} unit={unit} />
        </Fragment>
      ))}
    </>
  )
}
