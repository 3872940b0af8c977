import {
  formatAgo,
  formatDuration,
  formatInstant,
  formatQuantity,
  type TimeStyle,
  zoneText,
} from './format.ts'
import { useWords } from './words.tsx'

/** A value with its unit; null shows as a dash. */
export function Quantity({
  value,
  unit,
  digits,
}: {
  value: number | null | undefined
  unit: string
  digits?: number
}) {
  const { t, locale } = useWords()
  if (value === null || value === undefined) return <span className="r-muted">–</span>
  return <span className="r-number">{formatQuantity(value, unit, locale, t, digits)}</span>
}

type TimeProps = { at: string | number | null | undefined; as?: TimeStyle | 'ago' }

/** A moment in the reader's zone; pointing at it shows the whole moment and the zone. */
export function Time({ at, as = 'minute' }: TimeProps) {
  const { locale } = useWords()
  if (at === null || at === undefined) return <span className="r-muted">–</span>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span className="r-muted">–</span>
  const text = as === 'ago' ? formatAgo(date, Date.now(), locale) : formatInstant(date, as)
  return (
    <time
      className="r-number"
      dateTime={date.toISOString()}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = `${formatInstant(date)} ${zoneText(date)}`
      }}
    >
      {text}
    </time>
  )
}

/** A length of time in its two largest parts. */
export function Duration({ seconds }: { seconds: number | null | undefined }) {
  const { t } = useWords()
  if (seconds === null || seconds === undefined) return <span className="r-muted">–</span>
  return <span className="r-number">{formatDuration(seconds, t)}</span>
}
