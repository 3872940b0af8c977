import type { ReactNode } from 'react'
import { type Tone, toneHue } from './tones.ts'
import { useWords } from './words.tsx'

/** Shapes that tell the tones apart without colour. */
const marks: Record<Tone, string> = {
  running: 'M3 1.5v9l7.5-4.5z',
  idle: 'M2.5 2h2.5v8H2.5zM7 2h2.5v8H7z',
  setup: 'M6 1l1.2 2.6 2.8-.4-1.3 2.5 1.9 2.1-2.8.5L7 11l-2-2-2.5 1.2.2-2.8L.6 5.8l2.6-1L3.4 2z',
  stopped: 'M2 2h8v8H2z',
  fault: 'M6 1l5.2 9.5H.8z',
  planned: 'M6 1a5 5 0 100 10A5 5 0 006 1zm-.6 2h1.2v2.7l2 1.3-.6 1-2.6-1.6z',
  unknown: 'M6 1a5 5 0 100 10A5 5 0 006 1zm0 1.4a3.6 3.6 0 110 7.2 3.6 3.6 0 010-7.2z',
  success: 'M4.6 10L1 6.4l1.3-1.3 2.3 2.3 5-5L11 3.700z',
  warning: 'M6 1l5.2 9.5H.8z',
  error:
    'M2.4 1L6 4.600 9.600 1 11 2.400 7.400 6 11 9.600 9.600 11 6 7.400 2.400 11 1 9.600 4.600 6 1 2.400z',
  info: 'M6 1a5 5 0 100 10A5 5 0 006 1z',
  neutral: 'M6 3a3 3 0 100 6 3 3 0 000-6z',
}

/** A state: shape, colour and word together, so that none is needed alone. */
export function StatusTag({ tone, text }: { tone: Tone; text: ReactNode }) {
  return (
    <span className={`r-tag tone-${toneHue(tone)}`}>
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
        <path d={marks[tone]} fill="currentColor" />
      </svg>
      {text}
    </span>
  )
}

/** Says that what is shown is sample data. */
export function SampleTag() {
  const { t } = useWords()
  return (
    <span className="r-tag tone-violet" title={t('ui.sample.hint')}>
      {t('ui.sample')}
    </span>
  )
}
