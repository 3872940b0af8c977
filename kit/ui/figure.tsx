import edit from '@ant-design/icons-svg/es/asn/EditOutlined.js'
import safetyCertificate from '@ant-design/icons-svg/es/asn/SafetyCertificateOutlined.js'
import type { ReactNode } from 'react'
import type { Figure as FigureAnswer } from '../contract/index.ts'
import { drawn } from './drawn.tsx'
import { formatNumber, formatQuantity, isTightUnit, unitText } from './format.ts'
import { Link } from './navigation.tsx'
import { Time } from './values.tsx'
import { useWords } from './words.tsx'

const marks = { evidenced: drawn(safetyCertificate), declared: drawn(edit) }

type FigureProps = {
  /** What is measured, already in the reader's language. */
  label: string
  figure: FigureAnswer
  digits?: number
  size?: 'normal' | 'large'
  /** One line for a table or a sentence: value, unit and mark only. */
  compact?: boolean
  /** A line below, such as a target or a comparison. */
  note?: ReactNode
}

/**
 * A figure with its proof: value, unit, time, and whether machines prove it or a person declared it. A
 * missing value says why. A click on the value opens the rows behind it.
 */
export function Figure({ label, figure, digits = 1, size = 'normal', compact, note }: FigureProps) {
  if (compact) return <CompactFigure label={label} figure={figure} digits={digits} />
  return (
    <div className={`r-figure r-figure-${size}`}>
      <div className="r-figure-label">
        <span>{label}</span>
        <Basis basis={figure.basis} />
      </div>
      <FigureValue label={label} figure={figure} digits={digits} />
      <FigureFoot figure={figure} />
      {note && <div className="r-figure-note">{note}</div>}
    </div>
  )
}

function CompactFigure({ label, figure, digits }: { label: string; figure: FigureAnswer; digits: number }) {
  return (
    <span className="r-figure-compact">
      <FigureValue label={label} figure={figure} digits={digits} />
      <Basis basis={figure.basis} short />
    </span>
  )
}

function FigureValue({ label, figure, digits }: { label: string; figure: FigureAnswer; digits: number }) {
  const { t, locale } = useWords()
  const unit = unitText(figure.unit, t)
  const content =
    figure.value === null ? (
      <span className="r-figure-missing">–</span>
    ) : (
      <>
        <span className="r-number">{formatNumber(figure.value, locale, digits)}</span>
        {unit && !isTightUnit(unit) && ' '}
        {unit && <span className={isTightUnit(unit) ? 'r-unit r-unit-tight' : 'r-unit'}>{unit}</span>}
      </>
    )
  if (!figure.proof) return <span className="r-figure-value">{content}</span>
  const value =
    figure.value === null
      ? t('ui.figure.missing')
      : formatQuantity(figure.value, figure.unit, locale, t, digits)
  const spoken = t('ui.figure.open', { label, value, basis: t(`ui.figure.${figure.basis}`) })
  return (
    <Link className="r-figure-value" to={figure.proof} aria-label={spoken} title={t('ui.figure.proof')}>
      {content}
    </Link>
  )
}

function FigureFoot({ figure }: { figure: FigureAnswer }) {
  const { t, locale } = useWords()
  const { numerator, denominator, method } = figure
  return (
    <div className="r-figure-foot r-muted">
      {figure.value === null && (
        <span className="r-figure-reason">{t(figure.reason ?? 'ui.figure.noReason')}</span>
      )}
      {method && <span>{t(method.key, numbersIn(method.values, locale))}</span>}
      {!method && numerator !== undefined && denominator !== undefined && (
        <span className="r-number">
          {formatNumber(numerator, locale)} / {formatNumber(denominator, locale)}
        </span>
      )}
      <Time at={figure.at} />
    </div>
  )
}

function numbersIn(values: Readonly<Record<string, number>>, locale: 'zh' | 'en'): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, formatNumber(value, locale)]))
}

/** Shield: evidenced by machines and documents; pencil: declared by a person. Never one for the other. */
export function Basis({ basis, short }: { basis: FigureAnswer['basis']; short?: boolean }) {
  const { t } = useWords()
  const Icon = marks[basis]
  const text = t(`ui.figure.${basis}`)
  return (
    <span className={`r-basis r-basis-${basis}`} title={t(`ui.figure.${basis}.hint`)}>
      <Icon aria-hidden="true" />
      <span className={short ? 'r-hidden' : undefined}>{text}</span>
    </span>
  )
}
