import { Basis, Grid, Link, Loaded, Panel, Stack, useApi, useSearch, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { assess } from '../contract.ts'
import { ExampleMark, shortScore, useAnswerText, useNamed } from './parts.tsx'
import { Radar, Years } from './score-charts.tsx'
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
            <Radar score={score} runId={detail.run.id} />
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

/** A node's place; the one that the address asks for is marked, and comes to sight. */
function foundAt(code: string, wanted: string) {
  if (code !== wanted) return { id: `node-${code}` }
  const ref = (one: HTMLLIElement | null) => one?.scrollIntoView({ block: 'center' })
  return { id: `node-${code}`, 'aria-current': 'true' as const, ref }
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
              <span className="assess-node-value">
                {node.parent === null ? (node.value ?? '–') : shortScore(node.value)}
              </span>
              <span className="r-muted">{t(`assess.outcome.${node.outcome}`)}</span>
            </span>
          )
          if (!node.isQuestion) {
            return (
              <li key={node.code} {...foundAt(node.code, wanted)}>
                <details open={parent === null || node.code === wanted || isAbove(score, node.code, wanted)}>
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
            <li key={node.code} {...foundAt(node.code, wanted)}>
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
