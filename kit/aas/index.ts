export { type AasFault, type AasRule, submodelIn, templateFaults } from './check.ts'
export {
  type AasElement,
  type AasFile,
  type AasMembers,
  type AasText,
  type AasValue,
  environmentOf,
  fillSubmodel,
  memberOf,
  membersOf,
  textOf,
  textsOf,
} from './element.ts'
export { type Aas, aasxMediaType, aasxOf, readAas, UnreadableAas } from './package.ts'
export { type TemplateName, templates } from './templates.ts'
