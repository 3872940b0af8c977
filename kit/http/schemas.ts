import validators from '@fastify/ajv-compiler'
import serializers from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'
import { addFormats, boundIntegers } from './input.ts'

type Factory = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
type Route = { schema: unknown; httpPart?: string }
type Options = { customOptions?: object }
type Validate = { (data: unknown): unknown; errors?: unknown }

/**
 * Fastify's own compilers, each schema compiled when its route is first asked: a start would else compile
 * hundreds of routes of which most people never ask.
 */
export function lateCompilers(): Factory {
  const buildValidator = validators()
  const buildSerializer = serializers()
  /** What stands in an address is text and is made what the schema asks; a body says itself what it is. */
  function build(externalSchemas: unknown, options: Options, isBody: boolean) {
    const { customOptions = {} } = options
    const known = isBody ? { ...customOptions, coerceTypes: false } : customOptions
    const all = { ...options, customOptions: known, onCreate: addFormats }
    return buildValidator(externalSchemas as never, all as never) as (of: Route) => Validate
  }
  return {
    buildValidator(externalSchemas: unknown, options: unknown) {
      const compilers = new Map<boolean, (of: Route) => Validate>()
      const compile = (of: Route) => {
        const isBody = of.httpPart === 'body'
        const made = compilers.get(isBody) ?? build(externalSchemas, options as Options, isBody)
        compilers.set(isBody, made)
        return made({ ...of, schema: boundIntegers(of.schema) })
      }
      return ((of: Route) => {
        let made: Validate | undefined
        const late: Validate = (data) => {
          made ??= compile(of)
          const answer = made(data)
          late.errors = made.errors
          return answer
        }
        return late
      }) as never
    },
    buildSerializer(externalSchemas, options) {
      const compile = buildSerializer(externalSchemas, options as never)
      return ((of: Parameters<typeof compile>[0]) => {
        let made: ReturnType<typeof compile> | undefined
        return (document: unknown) => {
          made ??= compile(of)
          return made(document)
        }
      }) as never
    },
  }
}
