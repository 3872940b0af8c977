import { Allowed, Link, ListPage, say, Time, useApi, useWords } from '@ronghe/kit/ui'
import { roomname } from '../contract.ts'

/** All notes that the reader may see. */
export function Page() {
  const { t } = useWords()
  const api = useApi(roomname)
  async function remove(noteId: string): Promise<void> {
    await api.call.removeNote({ params: { noteId } })
    api.forget('notes')
    say.done('roomname.note.removed')
  }
  return (
    <ListPage
      contract={roomname}
      route="notes"
      title={t('roomname.page.notes')}
      rowKey="id"
      columns={[
        { key: 'title', sort: true, main: true },
        { key: 'authorName', sort: true },
        { key: 'createdAt', sort: true, render: ({ createdAt }) => <Time at={createdAt} /> },
      ]}
      rowActions={({ id, isMine }) =>
        isMine
          ? [
              {
                key: 'remove',
                text: t('roomname.note.remove'),
                may: 'roomname.write',
                danger: true,
                onClick: () => remove(id),
              },
            ]
          : []
      }
      actions={
        <Allowed may="roomname.write">
          <Link to="/roomname/notes/new">{t('roomname.page.newNote')}</Link>
        </Allowed>
      }
    />
  )
}
