import { ContractForm, Page as Frame, useGo, useWords } from '@ronghe/kit/ui'
import { roomname } from '../contract.ts'

/** The form of a new note. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const back = () => go('/roomname/notes')
  return (
    <Frame
      title={t('roomname.page.newNote')}
      breadcrumbs={[{ title: t('roomname.page.notes'), to: '/roomname/notes' }]}
    >
      <ContractForm contract={roomname} route="addNote" onDone={back} onCancel={back} />
    </Frame>
  )
}
