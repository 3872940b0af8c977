import { compactTerm } from '@ronghe/epcis'
import { Link, StatusTag, type Tone, useWords } from '@ronghe/kit/ui'
import terms from '../story/terms.json' with { type: 'json' }

export type Stage = 'make' | 'pack' | 'move' | 'check' | 'store' | 'end' | 'other'
const stages = terms.bizStep as Readonly<Record<string, Stage>>
const tones = terms.disposition as Readonly<Record<string, Tone>>

/** What kind of work a business step is; its colour in timelines and graphs. */
export function stageOf(bizStep: string | null): Stage {
  return (bizStep ? stages[compactTerm('bizStep', bizStep)] : undefined) ?? 'other'
}

/** A business step by its word; an unknown one as it is. */
export function useStep(): (bizStep: string | null) => string {
  const { t } = useWords()
  return (bizStep) => {
    if (!bizStep) return t('trace.step.none')
    const bare = compactTerm('bizStep', bizStep)
    return bare in stages ? t(`trace.bizStep.${bare}`) : bare
  }
}

export function Disposition({ value }: { value: string | null }) {
  const { t } = useWords()
  if (!value) return <span className="r-muted">–</span>
  // Words take “_other” for the mark of a plural.
  const bare = compactTerm('disposition', value).replace(/_other$/, '')
  const tone = tones[bare]
  return <StatusTag tone={tone ?? 'neutral'} text={tone ? t(`trace.disposition.${bare}`) : bare} />
}

/** A canonical id as labels print it: (01)… (21)…; other ids without what all of them share. */
export function readable(id: string): string {
  const path = /^https:\/\/id\.gs1\.org\/(.+)$/.exec(id)?.[1]
  if (!path) return id.replace(/^urn:(epc|epcglobal):/, '')
  const parts = path.split('/').map(decodeURIComponent)
  if (parts.length % 2 === 1) return path
  const pairs = []
  for (let at = 0; at < parts.length; at += 2) pairs.push(`(${parts[at]})${parts[at + 1]}`)
  return pairs.join(' ')
}

type NamedProps = { id: string; names?: Readonly<Record<string, string>> }

/** A thing by its name and id; a click opens its story. */
export function ThingLink({ id, names }: NamedProps) {
  const name = names?.[id]
  return (
    <span className="trace-thing">
      {name ? <span>{name} </span> : null}
      <Link to={`/trace/story?id=${encodeURIComponent(id)}`} className="trace-id">
        {readable(id)}
      </Link>
    </span>
  )
}

/** A place or party by its name, with the id behind it. */
export function Place({ id, names }: { id: string | null; names?: Readonly<Record<string, string>> }) {
  if (!id) return <span className="r-muted">–</span>
  const name = names?.[id]
  return name ? <span title={readable(id)}>{name}</span> : <span className="trace-id">{readable(id)}</span>
}
