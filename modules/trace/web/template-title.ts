import { useWords } from '@ronghe/kit/ui'
import type { Template } from '../identifier/contract.ts'

/** A data template by its title, or by the word of the house. */
export function useTemplateTitle(): (
  template: Pick<Template, 'name' | 'title' | 'titleEn' | 'isBuiltIn'>,
) => string {
  const { t, name } = useWords()
  return (one) =>
    one.isBuiltIn
      ? t(`trace.value.template.${one.name}`)
      : name({ nameZh: one.title, nameEn: one.titleEn ?? one.title })
}
