import type { useWords } from '@ronghe/kit/ui'
import type { Scheme } from '../appraisal/scheme.ts'

type Words = Pick<ReturnType<typeof useWords>, 't' | 'name'>
type Named = Pick<Scheme['indicators'][number], 'kind' | 'nameZh' | 'nameEn'>

/** An indicator's own name; where it was given in one language alone, the other says the word of its kind. */
export function indicatorName({ t, name }: Words, { kind, nameZh, nameEn }: Named): string {
  const isOne = nameZh === nameEn
  return isOne ? t(`governance.value.indicator.${kind}`) : name({ nameZh, nameEn })
}
