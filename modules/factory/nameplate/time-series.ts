import { type AasElement, fillSubmodel, memberOf, membersOf, templates } from '@ronghe/kit/aas'

export type SeriesSignal = { id: string; name: string; label: string | null; labelEn: string | null }
export type SeriesFacts = {
  /** The machine's page, and where signals are asked for. */
  uri: string
  api: string
  name: string
  nameEn: string | null
  /** What a record holds, in words. */
  description: { zh: string; en: string }
  from: string
  to: string
  intervalSeconds: number
  signals: readonly SeriesSignal[]
  /** For each signal the mean of each interval from `from` on; null where none is known. */
  means: readonly (readonly (number | null)[])[]
  /** When it was made. */
  at: string
}

/**
 * Signals of a machine as the submodel Time Series Data (IDTA 02008-1-1-1): means of equal intervals within
 * the file, and for each signal the address of its points.
 */
export function timeSeriesOf(facts: SeriesFacts): AasElement {
  const { uri, name, nameEn, from, to, intervalSeconds, at } = facts
  const said = (zh: string, en: string | null) => [
    { language: 'zh', text: zh },
    ...(en ? [{ language: 'en', text: en }] : []),
  ]
  const records = recordsOf(facts)
  const stretch = { StartTime: from, EndTime: to, LastUpdate: at, State: 'completed' }
  const submodel = fillSubmodel(templates.timeSeries, `${uri}/submodels/time-series`, {
    Metadata: {
      Name: said(name, nameEn),
      Description: said(facts.description.zh, facts.description.en),
      Record: { Time: '0' },
    },
    Segments: {
      LinkedSegment: { ...stretch, Endpoint: facts.api, Query: '' },
      InternalSegment: {
        ...stretch,
        RecordCount: String(records.length),
        SamplingInterval: String(intervalSeconds),
        Records: { Record: { Time: '0' } },
      },
    },
  })
  const names = shortNames(facts.signals)
  const record = memberOf(memberOf(submodel, 'Metadata'), 'Record')
  if (record)
    record.value = [
      ...membersOf(record),
      ...facts.signals.map((one, index) => signalOf(uri, one, names[index] ?? '')),
    ]
  const segments = memberOf(submodel, 'Segments')
  const linked = memberOf(segments, 'LinkedSegment')
  const internal = memberOf(segments, 'InternalSegment')
  const holder = memberOf(internal, 'Records')
  const [sample] = membersOf(holder)
  if (!segments || !linked || !internal || !holder || !sample) return submodel
  holder.value = records.map((one, index) => ({
    ...sample,
    idShort: `Record${String(index).padStart(5, '0')}`,
    value: [
      ...membersOf(sample).map((time) => ({ ...time, value: String(one.seconds) })),
      ...one.values.map(({ place, value }) => ({
        ...signalOf(uri, facts.signals[place] as SeriesSignal, names[place] ?? ''),
        value: String(value),
      })),
    ],
  }))
  segments.value = [
    internal,
    ...facts.signals.map((one, index) => linkOf(linked, one, names[index] ?? '', facts)),
  ]
  return submodel
}

/** One record for each interval in which any signal is known. */
function recordsOf({ means, intervalSeconds }: SeriesFacts) {
  const count = Math.max(0, ...means.map((list) => list.length))
  return Array.from({ length: count }, (_, index) => ({
    seconds: index * intervalSeconds,
    values: means.flatMap((list, place) => {
      const value = list[index] ?? null
      return value === null ? [] : [{ place, value }]
    }),
  })).filter((one) => one.values.length > 0)
}

function signalOf(uri: string, { id }: SeriesSignal, idShort: string): AasElement {
  const keys = [{ type: 'GlobalReference', value: `${uri}/signals/${id}` }]
  return {
    modelType: 'Property',
    idShort,
    semanticId: { type: 'ExternalReference', keys },
    valueType: 'xs:double',
  }
}

/** Where the points of a signal are read, page by page. */
function linkOf(template: AasElement, signal: SeriesSignal, name: string, facts: SeriesFacts): AasElement {
  const text = (idShort: string, value: string) =>
    ({ ...memberOf(template, idShort), idShort, value }) as AasElement
  const filled: Record<string, string> = {
    Endpoint: `${facts.api}/${signal.id}/points`,
    Query: `from=${encodeURIComponent(facts.from)}&to=${encodeURIComponent(facts.to)}`,
  }
  return {
    ...template,
    idShort: `LinkedSegment_${name}`,
    value: membersOf(template).map((one) => {
      const value = filled[one.idShort ?? '']
      return value === undefined ? one : text(one.idShort ?? '', value)
    }),
  }
}

/** Names that AAS allows (AASd-002): letters, digits and `_`, beginning with a letter; each once. */
export function shortNames(signals: readonly SeriesSignal[]): string[] {
  const taken = new Set(['Time'])
  return signals.map(({ name }, index) => {
    const plain = name
      .replace(/[^A-Za-z0-9_]/g, '_')
      .replace(/^[^A-Za-z]+/, '')
      .replace(/_+$/, '')
    const wanted = plain.length > 1 ? plain : `Signal${index}`
    const free = taken.has(wanted) ? `${wanted}_${index}` : wanted
    taken.add(free)
    return free
  })
}
