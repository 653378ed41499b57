import { expect, test } from 'vitest'
import { readImportLine } from './import-line.ts'

test.each([
  ['{"kind":', null, 'not JSON'],
  ['', null, 'not JSON'],
  ['{"kind":"else"}', 'kind', 'one of memory, relation, memoryType, relationType, space'],
  ['{}', 'kind', 'one of memory, relation, memoryType, relationType, space'],
  ['{"kind":"relation","from":"a","to":"a","type":"SUPPORTS"}', 'to', 'another memory'],
])('the line %s is left out with a word about why', (json, field, message) => {
  expect(readImportLine(7, json)).toEqual({ line: 7, field, message })
})

test.each(['[]', '"text"', 'null', '7'])('%s is no object, and left out as a whole', (json) => {
  expect(readImportLine(7, json)).toMatchObject({ line: 7, field: null })
})
