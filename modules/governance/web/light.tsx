import { StatusTag, useWords } from '@ronghe/kit/ui'

const tones = { green: 'success', yellow: 'warning', red: 'error' } as const

/** A light with its word, and why it is as it is where that is known. */
export function LightTag({ light, reason }: { light: keyof typeof tones; reason?: string }) {
  const { t } = useWords()
  const word = t(`governance.value.light.${light}`)
  return (
    <StatusTag tone={tones[light]} text={reason ? `${word} · ${t(`governance.light.${reason}`)}` : word} />
  )
}
