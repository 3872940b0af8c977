import type { Rule } from './house.ts'
import { barrels } from './rules/barrels.ts'
import { consoleOutput } from './rules/console.ts'
import { context } from './rules/context.ts'
import { decisions } from './rules/decisions.ts'
import { defaultExport } from './rules/default-export.ts'
import { dependencyUnused } from './rules/dependency-unused.ts'
import { drawingCurrent } from './rules/drawing-current.ts'
import { engineShape } from './rules/engine-shape.ts'
import { fileLength } from './rules/file-length.ts'
import { folderNames } from './rules/folder-names.ts'
import { foreignTables } from './rules/foreign-tables.ts'
import { functionLength } from './rules/function-length.ts'
import { importCircles } from './rules/import-circles.ts'
import { importDeclared } from './rules/import-declared.ts'
import { importDoors } from './rules/import-doors.ts'
import { importMatrix } from './rules/import-matrix.ts'
import { importWeb } from './rules/import-web.ts'
import { inheritance } from './rules/inheritance.ts'
import { lineLength } from './rules/line-length.ts'
import { productWords } from './rules/product-words.ts'
import { promises } from './rules/promises.ts'
import { readme } from './rules/readme.ts'
import { roomShape } from './rules/room-shape.ts'
import { sqlPlace } from './rules/sql-place.ts'
import { syntaxRefused } from './rules/syntax-refused.ts'
import { testRatio } from './rules/test-ratio.ts'
import { testsAssert } from './rules/tests-assert.ts'
import { unfinished } from './rules/unfinished.ts'
import { wordsChoices } from './rules/words-choices.ts'
import { wordsEqual } from './rules/words-equal.ts'
import { wordsExist } from './rules/words-exist.ts'
import { wordsFilled } from './rules/words-filled.ts'
import { wordsLiteral } from './rules/words-literal.ts'
import { wordsUnused } from './rules/words-unused.ts'

/** Who may use whom, how code reads, where data lies, what people read, what is written down. */
export const rules: readonly Rule[] = [
  importMatrix,
  importDeclared,
  importDoors,
  importWeb,
  importCircles,
  dependencyUnused,
  barrels,
  folderNames,
  roomShape,
  engineShape,
  fileLength,
  functionLength,
  lineLength,
  syntaxRefused,
  inheritance,
  defaultExport,
  consoleOutput,
  context,
  sqlPlace,
  foreignTables,
  wordsExist,
  wordsFilled,
  wordsChoices,
  wordsEqual,
  wordsUnused,
  wordsLiteral,
  promises,
  testsAssert,
  testRatio,
  unfinished,
  productWords,
  readme,
  decisions,
  drawingCurrent,
]
