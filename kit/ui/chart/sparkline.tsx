/** A small line without axes, drawn without the chart engine; gaps stay gaps. */
export function Sparkline({ values, label, width = 96, height = 28 }: SparklineProps) {
  const known = values.filter((value): value is number => value !== null)
  if (known.length === 0) return <span className="r-muted">–</span>
  const low = Math.min(...known)
  const range = Math.max(...known) - low || 1
  const step = width / Math.max(values.length - 1, 1)
  let pen = 'M'
  const path = values.map((value, index) => {
    if (value === null) {
      pen = 'M'
      return ''
    }
    const y = height - 2 - ((value - low) / range) * (height - 4)
    const point = `${pen}${(index * step).toFixed(1)} ${y.toFixed(1)}`
    pen = 'L'
    return point
  })
  return (
    <svg
      className="r-sparkline"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <path d={path.join('')} fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  )
}

type SparklineProps = { values: readonly (number | null)[]; label: string; width?: number; height?: number }
