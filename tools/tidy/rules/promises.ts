import { type ContractFacts, contractFacts, kitFaultCodes } from '../contracts.ts'
import { codeFiles, type Finding, type House, isTest, type Rule } from '../house.ts'
import { child, children, finding, nameOf, syntaxOf, textOf } from '../syntax.ts'

/** Faults that are thrown and permissions that are asked for stand in a contract, and the other way round. */
export const promises: Rule = {
  name: 'promises',
  why: 'A caller learns from the contract alone what can go wrong and what it may do.',
  check(house) {
    const contracts = contractFacts(house)
    return [...thrown(house, contracts), ...asked(contracts), ...neverThrown(house, contracts)]
  },
}

function thrown(house: House, contracts: readonly ContractFacts[]): Finding[] {
  const declared = kitFaultCodes(house)
  for (const { faults } of contracts) for (const { name } of faults) declared.add(name)
  return codeFiles(house)
    .filter(({ path }) => !isTest(path) && /^(kit|modules|apps)\//.test(path))
    .flatMap((file) =>
      syntaxOf(file)
        .nodes('NewExpression')
        .filter((node) => nameOf(child(node, 'callee')) === 'Fault')
        .flatMap((node) => {
          const code = textOf(children(node, 'arguments')[0])
          return code === undefined || declared.has(code)
            ? []
            : [finding(file, node, `fault ${code} stands in no contract`)]
        }),
    )
}

function asked(contracts: readonly ContractFacts[]): Finding[] {
  const permissions = new Set(contracts.flatMap((one) => one.permissions.map(({ name }) => name)))
  return contracts.flatMap(({ may }) =>
    may
      .filter(({ name }) => name !== 'public' && name !== 'signedIn' && !permissions.has(name))
      .map(({ name, file, line }) => ({
        path: file.path,
        line,
        message: `permission ${name} stands in no contract`,
      })),
  )
}

/** A fault that no other file names cannot happen. */
function neverThrown(house: House, contracts: readonly ContractFacts[]): Finding[] {
  return contracts.flatMap(({ folder, faults }) => {
    const inside = codeFiles(house).filter(({ path }) => path.startsWith(`${folder}/`) && !isTest(path))
    return faults
      .filter(({ name, file }) => !inside.some((other) => other !== file && other.text.includes(`'${name}'`)))
      .map(({ name, file, line }) => ({ path: file.path, line, message: `fault ${name} is thrown nowhere` }))
  })
}
