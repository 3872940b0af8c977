import { say, useWords } from '@ronghe/kit/ui'
import { Button, Upload } from 'antd'
import type { Template } from '../identifier/contract.ts'

type Said = Pick<Template, 'name' | 'title' | 'titleEn' | 'fields'>

/** The template as a file that another firm, or another program, reads. */
export function exportTemplate({ name, title, titleEn, fields }: Said): void {
  const text = JSON.stringify({ name, title, titleEn, fields }, null, 2)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = `${name || 'template'}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}

/** Fills the editor from a file; what is wrong in it is said when it is saved. */
export function ImportTemplate({ put }: { put: (said: Said) => void }) {
  const { t } = useWords()
  async function read(file: File): Promise<void> {
    try {
      const { name, title, titleEn = null, fields } = JSON.parse(await file.text()) as Said
      if (typeof title !== 'string' || !Array.isArray(fields)) throw new Error('no template')
      put({ name: String(name ?? ''), title, titleEn, fields })
    } catch {
      say.warning('trace.template.notJson')
    }
  }
  return (
    <Upload
      accept=".json,application/json"
      showUploadList={false}
      beforeUpload={(file) => {
        void read(file)
        return false
      }}
    >
      <Button>{t('trace.template.import')}</Button>
    </Upload>
  )
}
