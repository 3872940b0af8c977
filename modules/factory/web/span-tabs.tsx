import { TabBar, useWords } from '@ronghe/kit/ui'
import { presets, type ShownSpan } from './span.ts'

/** Chooses the span a tab shows. */
export function SpanTabs({ span }: { span: ShownSpan }) {
  const { t } = useWords()
  return (
    <TabBar
      label={t('factory.span.label')}
      tabs={Object.keys(presets).map((key) => ({ key, title: t(`factory.span.${key}`) }))}
      value={span.preset}
      onChange={span.setPreset}
    />
  )
}
