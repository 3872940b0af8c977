import { RequestFault } from '@ronghe/kit/client'
import { Basis, Button, faultText, HistoryDrawer, Link, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { assess } from '../contract.ts'
import { AnswerControl } from './answer-control.tsx'
import { Attachments } from './attachments.tsx'
import { LedgerNote } from './ledger-note.tsx'
import { ByName, ExampleMark, useAnswerText, useNamed } from './parts.tsx'
import type { AnswerShown, Question, RunDetail, Value } from './types.ts'

type QuestionRowProps = {
  detail: RunDetail
  question: Question
  answer: AnswerShown | null
  before: Value
}
/** Typing pauses that long before it is saved. */
const typingMs = 700
type State = { kind: 'idle' | 'saving' | 'saved' | 'conflict' } | { kind: 'fault'; text: string }

/** Several options have no order. */
const unordered = (value: Value) => (Array.isArray(value) ? value.toSorted() : value)
const isSame = (one: Value, other: Value) =>
  JSON.stringify(unordered(one)) === JSON.stringify(unordered(other))

/** One question: saved as typed; another person's answer in between is shown beside one's own. */
export function QuestionRow({ detail, question, answer, before }: QuestionRowProps) {
  const { t } = useWords()
  const named = useNamed()
  const save = useSaving(detail, question, answer)
  const showText = useAnswerText()
  const isOpen = detail.mayFill
  const evidenceValue = answer?.evidenceValue ?? null
  const differs = evidenceValue !== null && save.value !== null && !isSame(save.value, evidenceValue)
  return (
    <section className="assess-question" id={question.code} aria-label={named(question.name)}>
      <div className="assess-question-head">
        <h3>{named(question.name)}</h3>
        {answer && answer.value !== null ? <Basis basis={answer.basis} /> : null}
        {question.example ? <ExampleMark source={question.example} /> : null}
        {question.wantsDocument ? <span className="r-muted">{t('assess.question.document')}</span> : null}
      </div>
      {question.help ? <div className="r-muted">{named(question.help)}</div> : null}
      <AnswerControl question={question} value={save.value} disabled={!isOpen} onChange={save.change} />
      {evidenceValue !== null && answer?.evidenceId ? (
        <div>
          <Link className="assess-underlined" to={`/assess/evidence/${answer.evidenceId}`}>
            {t('assess.question.evidence', { value: showText(question, evidenceValue) })}
          </Link>
          {differs ? <strong> {t('assess.question.differs')}</strong> : null}
        </div>
      ) : null}
      {evidenceValue === null ? <LedgerNote detail={detail} question={question} /> : null}
      {differs && isOpen ? <Reason save={save} kept={answer?.reason ?? null} /> : null}
      {differs && !isOpen && answer?.reason ? (
        <div>{t('assess.question.because', { reason: answer.reason })}</div>
      ) : null}
      {save.state.kind === 'conflict' ? <Conflict save={save} question={question} answer={answer} /> : null}
      <div className="assess-question-foot r-muted">
        <span role="status">
          {save.state.kind === 'saving' ? t('assess.save.saving') : null}
          {save.state.kind === 'saved' ? t('assess.save.saved') : null}
        </span>
        {save.state.kind === 'fault' ? <strong role="alert">{save.state.text}</strong> : null}
        {before === null ? null : detail.beforeRunId === null ? (
          t('assess.question.before', { value: showText(question, before) })
        ) : (
          <Link to={`/assess/runs/${detail.beforeRunId}?tab=score&node=${question.code}`}>
            {t('assess.question.before', { value: showText(question, before) })}
          </Link>
        )}
        {answer ? (
          <span>
            <ByName name={answer.byName} /> <Time at={answer.at} as="ago" />
          </span>
        ) : null}
        {answer ? <History runId={detail.run.id} question={question} /> : null}
        <Attachments detail={detail} question={question} />
      </div>
    </section>
  )
}

type Saving = ReturnType<typeof useSaving>

function useSaving(detail: RunDetail, question: Question, answer: AnswerShown | null) {
  const { t } = useWords()
  const api = useApi(assess)
  const [value, setValue] = useState<Value>(answer?.value ?? null)
  const [state, setState] = useState<State>({ kind: 'idle' })
  const known = useRef({ value: answer?.value ?? null, revision: answer?.revision ?? 0 })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isTyping = useRef(false)
  // What the server says is taken over, unless the person is writing or has to choose, or it is older than
  // what was just saved.
  useEffect(() => {
    if (isTyping.current || state.kind === 'conflict' || state.kind === 'fault') return
    if ((answer?.revision ?? 0) < known.current.revision) return
    known.current = { value: answer?.value ?? null, revision: answer?.revision ?? 0 }
    setValue(answer?.value ?? null)
  }, [answer, state.kind])
  useEffect(() => () => clearTimeout(timer.current), [])

  async function send(next: Value, reason?: string, isAgain = false): Promise<void> {
    setState({ kind: 'saving' })
    isTyping.current = true
    try {
      const params = { runId: detail.run.id, question: question.code }
      const body = { value: next, revision: known.current.revision, ...(reason ? { reason } : {}) }
      const saved = await api.call.saveAnswer({ params, body })
      known.current = { value: saved.value, revision: saved.revision }
      isTyping.current = false
      setState({ kind: 'saved' })
      api.forget('run', 'score', 'gaps')
    } catch (error) {
      const code = error instanceof RequestFault ? error.answer.code : ''
      const isConflict = code === 'assess.answer.changedSince'
      // Evidence that came beside the answer changed its revision and not what it says: that is no conflict.
      if (isConflict && !isAgain && (await isUntouched())) return send(next, reason, true)
      // One chooses between one's own and what the other wrote, not what stood there before both.
      if (isConflict) await api.forget('run')
      isTyping.current = false
      setState(isConflict ? { kind: 'conflict' } : { kind: 'fault', text: textOf(error, t) })
    }
  }
  /** Does the answer say what it said when the person began? Its revision is taken over then. */
  async function isUntouched(): Promise<boolean> {
    const { answers } = await api.call.run({ params: { runId: detail.run.id } })
    const now = answers.find((one) => one.question === question.code)
    if (!now || !isSame(now.value, known.current.value)) return false
    known.current = { value: now.value, revision: now.revision }
    return true
  }
  return {
    ...{ value, state },
    change(next: Value, isText: boolean) {
      setValue(next)
      isTyping.current = true
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void send(next), isText ? typingMs : 0)
    },
    /** Sends the value with the reason why it is not what the evidence says. */
    explain: (reason: string) => send(value, reason),
    /** Mine over theirs, knowing theirs; or theirs. */
    async settle(mine: boolean) {
      known.current = { value: answer?.value ?? null, revision: answer?.revision ?? 0 }
      if (mine) return send(value)
      setValue(answer?.value ?? null)
      setState({ kind: 'idle' })
    },
  }
}

function textOf(error: unknown, t: ReturnType<typeof useWords>['t']): string {
  if (!(error instanceof RequestFault)) return faultText(error)
  if (error.answer.code === 'assess.answer.reasonNeeded') return t('assess.question.reasonFirst')
  return error.answer.fields?.map(({ message }) => message).join(' ') ?? error.message
}

function Reason({ save, kept }: { save: Saving; kept: string | null }) {
  const { t } = useWords()
  const [text, setText] = useState(kept ?? '')
  return (
    <div className="assess-conflict">
      <textarea
        className="assess-text"
        aria-label={t('assess.field.reason')}
        placeholder={t('assess.field.reason')}
        rows={2}
        maxLength={1000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div>
        <Button size="small" disabled={text.trim().length < 2} onClick={() => void save.explain(text)}>
          {t('assess.action.explain')}
        </Button>
      </div>
    </div>
  )
}

function Conflict({
  save,
  question,
  answer,
}: {
  save: Saving
  question: Question
  answer: AnswerShown | null
}) {
  const { t } = useWords()
  const showText = useAnswerText()
  return (
    <div className="assess-conflict" role="alert">
      <span>
        {t('assess.conflict.text', {
          by: answer?.byName ?? '',
          theirs: showText(question, answer?.value ?? null),
          mine: showText(question, save.value),
        })}
      </span>
      <span>
        <Button size="small" onClick={() => void save.settle(true)}>
          {t('assess.conflict.mine')}
        </Button>{' '}
        <Button size="small" onClick={() => void save.settle(false)}>
          {t('assess.conflict.theirs')}
        </Button>
      </span>
    </div>
  )
}

function History({ runId, question }: { runId: string; question: Question }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const showText = useAnswerText()
  const ask = useApi(assess).ask.answerHistory({ params: { runId, question: question.code } })
  const asked = useQuery({ ...ask, enabled: open })
  const rows = asked.data?.rows ?? []
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t('assess.action.history')}
      </Button>
      {open ? (
        <HistoryDrawer
          open
          onClose={() => setOpen(false)}
          title={t('assess.action.history')}
          entries={rows.map((row) => ({
            id: String(row.revision),
            at: row.at,
            who: row.byName === 'system' ? t('assess.by.system') : row.byName,
            what: `${showText(question, row.value)} · ${t(`ui.figure.${row.basis}`)}`,
            ...(row.reason ? { reason: row.reason } : {}),
          }))}
        />
      ) : null}
    </>
  )
}
