import validators from '@fastify/ajv-compiler'
import serializers from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Factory = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
type Validate = { (data: unknown): unknown; errors?: unknown }

/**
 * Fastify's own compilers, each schema compiled when its route is first asked: a start would else compile
 * hundreds of routes of which most people never ask.
 */
export function lateCompilers(): Factory {
  const buildValidator = validators()
  const buildSerializer = serializers()
  return {
    buildValidator(externalSchemas: unknown, options: unknown) {
      const compile = buildValidator(externalSchemas as never, options as never) as (of: unknown) => Validate
      return ((of: unknown) => {
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
