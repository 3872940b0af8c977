import {
  Basis,
  ChartFrame,
  Grid,
  Link,
  Loaded,
  type Look,
  Panel,
  Stack,
  useApi,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { assess } from '../contract.ts'
import { ExampleMark, useAnswerText, useNamed } from './parts.tsx'
import type { RunDetail, ScoreShown } from './types.ts'
import { WhatIf } from './what-if.tsx'

/** The score with its whole derivation: each node opens to its inputs, rule, result, answer and evidence. */
export function ScoreTab({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const asked = useQuery(useApi(assess).ask.score({ params: { runId: detail.run.id } }))
  return (
    <Loaded ask={asked}>
      {(score) => (
        <Stack>
          <Ladders score={score} />
          <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
            <Radar score={score} />
            <Years score={score} />
          </Grid>
          <Panel title={t('assess.score.derivation')}>
            {score.scoreHash ? (
              <p className="r-muted">
                {t(score.isEqual ? 'assess.score.equal' : 'assess.score.unequal')}{' '}
                <span className="assess-code">{score.scoreHash}</span>
              </p>
            ) : (
              <p className="r-muted">{t('assess.score.live')}</p>
            )}
            <Derivation score={score} detail={detail} parent={null} />
          </Panel>
          <WhatIf detail={detail} />
        </Stack>
      )}
    </Loaded>
  )
}

function Ladders({ score }: { score: ScoreShown }) {
  const { t } = useWords()
  const named = useNamed()
  const { verdict } = score
  return (
    <Panel title={t('assess.score.title')}>
      <p>
        <strong className="assess-node-value">{verdict.total ?? '–'}</strong>{' '}
        <span className="r-muted">{t('assess.score.of', { high: score.high })}</span>
      </p>
      {verdict.vetoes.some(({ applied }) => applied) ? (
        <Alert
          type="warning"
          showIcon
          title={t('assess.score.vetoes')}
          description={verdict.vetoes
            .filter(({ applied }) => applied)
            .map(({ name }) => named(name))
            .join(' · ')}
        />
      ) : null}
      {verdict.ladders.map((ladder) => (
        <details key={ladder.code} open={verdict.ladders.length === 1}>
          <summary>
            {named(ladder.name)}
            {t('ui.colon')}
            <strong>
              {named(ladder.steps.find(({ code }) => code === ladder.reached)?.name ?? { zh: '–', en: '–' })}
            </strong>
          </summary>
          <ul className="assess-ladder">
            {ladder.steps.map((step) => (
              <li key={step.code}>
                {step.met ? '✓' : '✗'} {named(step.name)}{' '}
                {step.example ? <ExampleMark source={step.example} /> : null}
                <ul>
                  {step.requires.map(({ text, holds }) => (
                    <li key={text} className="r-muted">
                      {holds === null ? '?' : holds ? '✓' : '✗'} {text}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Panel>
  )
}

/** Does the node that the address asks for stand below this one? */
function isAbove(score: ScoreShown, code: string, wanted: string): boolean {
  const parent = score.nodes.find((one) => one.code === wanted)?.parent ?? null
  return parent !== null && (parent === code || isAbove(score, code, parent))
}

type NodesProps = { score: ScoreShown; detail: RunDetail; parent: string | null }

function Derivation({ score, detail, parent }: NodesProps) {
  const { t } = useWords()
  const named = useNamed()
  const showText = useAnswerText()
  const wanted = String(useSearch().node ?? '')
  return (
    <ul className="assess-derivation">
      {score.nodes
        .filter((node) => node.parent === parent)
        .map((node) => {
          const line = (
            <span className="assess-node">
              <span>{named(node.name)}</span>
              {node.weight === null ? null : (
                <span className="r-muted">{t('assess.score.weight', { weight: node.weight })}</span>
              )}
              <span className="assess-node-value">{node.value ?? '–'}</span>
              <span className="r-muted">{t(`assess.outcome.${node.outcome}`)}</span>
            </span>
          )
          if (!node.isQuestion) {
            return (
              <li key={node.code}>
                <details open={parent === null || isAbove(score, node.code, wanted)}>
                  <summary>
                    {line} <span className="assess-rule">{t(`assess.combine.${node.rule}`)}</span>
                  </summary>
                  {node.example ? <ExampleMark source={node.example} /> : null}
                  <Derivation score={score} detail={detail} parent={node.code} />
                </details>
              </li>
            )
          }
          const question = detail.outline.questions.find(({ code }) => code === node.code)
          return (
            <li
              key={node.code}
              id={`node-${node.code}`}
              aria-current={node.code === wanted ? 'true' : undefined}
              ref={node.code === wanted ? (one) => one?.scrollIntoView({ block: 'center' }) : null}
            >
              {line}
              <div className="assess-node">
                {question ? <span>{showText(question, node.answer)}</span> : null}
                {node.basis && node.answer !== null ? <Basis basis={node.basis} /> : null}
                {node.evidenceId ? (
                  <Link to={`/assess/evidence/${node.evidenceId}`}>{t('assess.score.evidence')}</Link>
                ) : null}
              </div>
              <div className="assess-rule">
                {node.rule} {node.example ? <ExampleMark source={node.example} /> : null}
              </div>
            </li>
          )
        })}
    </ul>
  )
}

function useParts(score: ScoreShown) {
  const named = useNamed()
  return score.parts.map((code) => {
    const node = score.nodes.find((one) => one.code === code)
    return { code, name: node ? named(node.name) : code, value: node?.value ?? null }
  })
}

function Radar({ score }: { score: ScoreShown }) {
  const { t } = useWords()
  const parts = useParts(score)
  const before = score.years.at(-2)
  const most = Math.max(
    1,
    ...parts.map(({ value }) => Number(value ?? 0)),
    score.parts.length > 0 ? partHigh(score) : 1,
  )
  const rowsOf = (values: (string | null)[]) => values.map((value) => Number(value ?? 0))
  const option = (look: Look) => ({
    legend: { show: before !== undefined, bottom: 0 },
    tooltip: { confine: true },
    radar: {
      radius: '52%',
      indicator: parts.map(({ name }) => ({ name, max: most })),
      axisName: { color: look.text, lineHeight: 14, formatter: (one?: string) => wrapped(one ?? '') },
    },
    series: [
      {
        type: 'radar',
        data: [
          {
            name: t('assess.score.now'),
            value: rowsOf(parts.map(({ value }) => value)),
            areaStyle: { opacity: 0.15 },
          },
          ...(before
            ? [
                {
                  name: String(before.year),
                  value: rowsOf(parts.map(({ code }) => before.parts[code] ?? null)),
                },
              ]
            : []),
        ],
      },
    ],
  })
  return (
    <Panel title={t('assess.score.radar')}>
      <ChartFrame
        title={t('assess.score.radar')}
        option={option}
        height={320}
        table={{
          columns: [t('ui.chart.name'), t('assess.score.now'), ...(before ? [String(before.year)] : [])],
          rows: parts.map(({ code, name, value }) => [
            name,
            value,
            ...(before ? [before.parts[code] ?? null] : []),
          ]),
        }}
      />
    </Panel>
  )
}

/** A name around the radar in lines of about twelve letters, so that none is cut at its edge. */
function wrapped(name: string): string {
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 13) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

/** Parts of a sum count up to 1 each, parts of a mean up to the whole. */
function partHigh(score: ScoreShown): number {
  const root = score.nodes.find(({ parent }) => parent === null)
  return root?.rule === 'sum' ? Number(score.high) / score.parts.length : Number(score.high)
}

function Years({ score }: { score: ScoreShown }) {
  const { t } = useWords()
  const rows = score.years.map(({ year, total }) => ({
    year: String(year),
    total: total === null ? null : Number(total),
  }))
  const option = () => ({
    xAxis: { type: 'category', data: rows.map(({ year }) => year) },
    yAxis: { type: 'value', max: Number(score.high) },
    tooltip: { trigger: 'axis', confine: true },
    grid: { left: 48, right: 24, top: 24, bottom: 32 },
    series: [
      {
        type: 'line',
        name: t('assess.score.total'),
        data: rows.map(({ total }) => total),
        symbolSize: 8,
        label: { show: true },
      },
    ],
  })
  return (
    <Panel title={t('assess.score.years')}>
      <ChartFrame
        title={t('assess.score.years')}
        option={option}
        height={320}
        table={{
          columns: [t('assess.column.year'), t('assess.score.total')],
          rows: rows.map(({ year, total }) => [year, total]),
        }}
      />
    </Panel>
  )
}
