import { Alert, Button, Form } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { RequestFault } from '../../client/index.ts'
import type { Contract, Route } from '../../contract/index.ts'
import { schemaOf } from '../../contract/schema.ts'
import { useApi } from '../api.ts'
import { faultText } from '../say.ts'
import { hasWord } from '../spoken.ts'
import { type T, useWords } from '../words.tsx'
import { brokenRule } from './check.ts'
import { FieldControl } from './control.tsx'
import { bodyOf, type Field, fieldsOf, firstValues, isStarred, ordered, type Values } from './fields.ts'
import { LeaveDialog } from './leave-dialog.tsx'
import type { ContractFormProps, FieldOptions } from './types.ts'

/** A form of a route's body; see `ContractForm` in the door for its loading. */
export function ContractForm<C extends Contract, K extends keyof C['routes'] & string>(
  props: ContractFormProps<C, K>,
) {
  const { contract, fields: options = {}, order, columns = 2 } = props
  const route = contract.routes[props.route] as Route
  const { t } = useWords()
  const [form] = Form.useForm<Values>()
  const all = useMemo(() => ordered(fieldsOf(schemaOf(route.body)), order), [route, order])
  const [first] = useState(() => firstValues(all, props.initial))
  const unsaved = useRef(false)
  const sending = useSending(props, all, form, unsaved, first)
  const shown = all.filter(
    (field) => !options[field.key]?.hidden && (field.control !== 'custom' || options[field.key]?.render),
  )
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={first}
      onFinish={() => void sending.send()}
      onValuesChange={() => {
        unsaved.current = true
      }}
      scrollToFirstError={{ focus: true }}
      noValidate
      className="r-form"
    >
      <LeaveDialog unsaved={() => unsaved.current} />
      {sending.fault && (
        <Alert type="error" showIcon title={sending.fault} role="alert" className="r-form-fault" />
      )}
      <div className={columns === 1 ? 'r-form-fields r-form-narrow' : 'r-form-fields'}>
        {shown.map((field) => (
          <FormField
            key={field.key}
            field={field}
            options={options[field.key] ?? {}}
            module={contract.module}
            t={t}
          />
        ))}
      </div>
      {props.children}
      <div className="r-form-actions">
        <Button type="primary" htmlType="submit" loading={sending.busy}>
          {props.submit ?? t('ui.save')}
        </Button>
        {props.onCancel && (
          <Button onClick={props.onCancel} disabled={sending.busy}>
            {t('ui.cancel')}
          </Button>
        )}
      </div>
    </Form>
  )
}

type FormFieldProps = { field: Field; options: FieldOptions; module: string; t: T }

function FormField({ field, options, module, t }: FormFieldProps) {
  const hint = options.hint ?? `${module}.hint.${field.key}`
  const wide = options.wide ?? (options.control ?? field.control) === 'longText'
  return (
    <Form.Item
      name={[...field.path]}
      label={labelOf(field, options, module, t)}
      required={isStarred(field)}
      validateTrigger="onBlur"
      validateFirst
      {...(hasWord(hint) ? { extra: t(hint) } : {})}
      {...(wide ? { className: 'r-form-wide' } : {})}
      rules={[
        {
          validator(_rule, value: unknown) {
            const broken = brokenRule(field, value)
            return broken ? Promise.reject(new Error(t(broken.rule, broken.values))) : Promise.resolve()
          },
        },
      ]}
    >
      <FieldControl field={field} options={options} module={module} />
    </Form.Item>
  )
}

function labelOf(field: Field, options: FieldOptions, module: string, t: T): string {
  if (options.label) return t(options.label)
  const own = `${module}.field.${field.key}`
  return t(hasWord(own) ? own : `${module}.column.${field.key}`)
}

type FormHandle = ReturnType<typeof Form.useForm<Values>>[0]

/** Sends the body; the server's field faults go to their fields, the rest above the form. */
function useSending<C extends Contract, K extends keyof C['routes'] & string>(
  props: ContractFormProps<C, K>,
  fields: readonly Field[],
  form: FormHandle,
  unsaved: { current: boolean },
  first: Values,
) {
  const api = useApi(props.contract)
  const { t } = useWords()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  async function send(): Promise<void> {
    setBusy(true)
    setFault(null)
    const body = bodyOf(fields, { ...first, ...form.getFieldsValue(true) })
    try {
      const input = { ...props.input, body: props.prepare?.(body) ?? body }
      const answer = await api.call[props.route](input as Parameters<(typeof api.call)[K]>[0])
      unsaved.current = false
      const { forgets = '*' } = props
      if (forgets === '*') api.forget()
      else api.forget(...forgets)
      props.onDone(answer)
    } catch (error) {
      setFault(placeFaults(error, fields, form, (path) => placeOf(path, props.contract.module, t)))
    } finally {
      setBusy(false)
    }
  }
  return { send, busy, fault }
}

/** Puts each field fault at its field, those of a list at the list; answers the words for above the form. */
function placeFaults(
  error: unknown,
  fields: readonly Field[],
  form: FormHandle,
  within: (path: string) => string,
): string {
  const message = faultText(error)
  if (!(error instanceof RequestFault) || !error.answer.fields) return message
  const homeless: string[] = []
  const errors = new Map<Field, string[]>()
  for (const { field: key, message: text } of error.answer.fields) {
    const field = fields.find((one) => one.key === key || key.startsWith(`${one.key}.`))
    if (!field) homeless.push(key ? `${key}: ${text}` : text)
    else errors.set(field, [...(errors.get(field) ?? []), within(key.slice(field.key.length + 1)) + text])
  }
  form.setFields([...errors].map(([field, texts]) => ({ name: [...field.path], errors: texts })))
  const placed = fields.find((one) => form.getFieldError([...one.path]).length > 0)
  if (placed) form.scrollToField([...placed.path], { focus: true })
  return [message, ...homeless].join(' · ')
}

/** Where within a field a fault lies: the row of a list, and what of the row. */
function placeOf(path: string, module: string, t: T): string {
  const [row, name] = /^\d+(\.|$)/.test(path) ? path.split('.') : [undefined, path]
  const known = [`${module}.field.${name}`, `${module}.column.${name}`].find(hasWord)
  const parts = [row === undefined ? '' : t('ui.row', { row: Number(row) + 1 }), known ? t(known) : '']
  const place = parts.filter(Boolean).join(' · ')
  return place === '' ? '' : `${place}: `
}
