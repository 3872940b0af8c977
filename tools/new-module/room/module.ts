import { defineModule } from '@ronghe/kit/module'
import { roomname } from './contract.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { service } from './service.ts'

export const roomnameModule = defineModule({
  contract: roomname,
  service,
  sql: new URL('./sql/', import.meta.url),
  words: { zh, en },
})
