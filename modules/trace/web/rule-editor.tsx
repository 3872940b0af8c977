import { Allowed, Panel, say, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { RuleSays } from '../rules/contract.ts'
import { isWhole, RuleFields } from './rule-fields.tsx'

type EditorProps = {
  name: string
  setName: (name: string) => void
  says: RuleSays
  setSays: (says: RuleSays) => void
  save: () => Promise<void>
  children?: ReactNode
}

/** The fields of a rule with the button that saves them; `children` stand beside it. */
export function RuleEditor({ name, setName, says, setSays, save, children }: EditorProps) {
  const { t } = useWords()
  const [isBusy, setIsBusy] = useState(false)
  async function run(): Promise<void> {
    setIsBusy(true)
    await save().catch((error: unknown) => say.fault(error))
    setIsBusy(false)
  }
  return (
    <Panel title={t('trace.page.rule')}>
      <RuleFields {...{ name, setName, says, setSays }} />
      <Allowed may="trace.rule">
        <div className="trace-rule-save">
          {children}
          <Button
            type="primary"
            loading={isBusy}
            disabled={name.trim() === '' || !isWhole(says)}
            onClick={() => void run()}
          >
            {t('trace.making.save')}
          </Button>
        </div>
      </Allowed>
    </Panel>
  )
}
