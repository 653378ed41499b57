import { abstractTypeCases } from './shop-cases-abstract.ts'
import { requirementCases } from './shop-cases-requirements.ts'
import type { Variables } from './executors.ts'

export type Case = {
  readonly title: string
  readonly query: string
  readonly variables?: Variables
  /** Apollo's own gateway is known to answer otherwise; the test holds that it still does. */
  readonly stockIsWrong?: true
}

export const shopCases: Readonly<Record<string, readonly Case[]>> = {
  'one subgraph': [
    { title: 'a scalar field', query: '{ me { name } }' },
    { title: 'a root field of null', query: '{ nobody { name } }' },
    { title: 'a nullable leaf of null', query: '{ user(id: "u3") { name } }' },
    { title: 'a nested object', query: '{ me { address { street city } } }' },
    { title: 'a nested object of null', query: '{ user(id: "u3") { address { city } } }' },
    { title: 'an object in an object', query: '{ me { address { country { iso name } } } }' },
    { title: 'a list', query: '{ users { id } }' },
    { title: 'an empty list', query: '{ users(ids: []) { id } }' },
    { title: 'a list of lists with nulls', query: '{ products(first: 3) { matrix } }' },
    { title: 'a list of scalars, empty and null', query: '{ products(first: 3) { tags } }' },
    { title: 'an enum', query: '{ users { role } }' },
    { title: 'a custom scalar', query: '{ users { joined } }' },
    { title: 'two root fields of one subgraph', query: '{ me { id } nobody { id } }' },
    { title: 'the same field twice', query: '{ me { id id } me { name } }' },
    { title: 'fields in the order in which they are asked', query: '{ me { name id email } }' },
    { title: 'a shareable root field', query: '{ version }' },
    { title: 'only a type name', query: '{ __typename }' },
    { title: 'a type name under an alias', query: '{ kind: __typename me { what: __typename } }' },
    { title: 'a cycle of references within a subgraph', query: '{ me { friends { friends { name } } } }' },
    { title: 'a named operation', query: 'query Mine { me { id } }' },
  ],
  keys: [
    { title: 'from a reference to its owner', query: '{ product(upc: "p1") { seller { name } } }' },
    { title: 'from the owner to another subgraph', query: '{ me { reviews { id } } }' },
    { title: 'there and back again', query: '{ me { reviews { author { email } } } }' },
    { title: 'there, back and there again', query: '{ me { reviews { product { reviews { author { name } } } } } }' },
    { title: 'by the second of two keys', query: '{ me { lastLogin } }' },
    { title: 'by one key to reach another', query: '{ product(upc: "p1") { seller { lastLogin } } }' },
    {
      title: 'into a graph that starts from the second key',
      query: '{ userByEmail(email: "ada@shop.test") { name reviews { id } } }',
    },
    { title: 'a key that no entity has', query: '{ user(id: "nobody") { lastLogin reviews { id } } }' },
    { title: 'by a nested key', query: '{ product(upc: "p1") { stock } }' },
    { title: 'by a nested key for a list', query: '{ products(first: 3) { stock } }' },
    { title: 'a nested key that is asked for too', query: '{ products { sku { number vendor } stock } }' },
    { title: 'part of a nested key that is asked for', query: '{ products { sku { number } stock } }' },
    {
      title: 'from a subgraph that has the other key only',
      query: '{ latestReview { product { stock sku { vendor } } } }',
    },
    {
      title: 'a value type of another subgraph',
      query: '{ product(upc: "p1") { warehouse { code country { name } } } }',
    },
    { title: 'a value type of null', query: '{ product(upc: "p2") { warehouse { code } } }' },
    { title: 'four subgraphs at once', query: '{ products { name seller { email } stock averageStars shipping } }' },
    { title: 'the key field alone, without a second fetch', query: '{ products { seller { id } } }' },
    { title: 'the key under an alias', query: '{ products { seller { key: id name } } }' },
    { title: 'the key beside an alias of it', query: '{ me { id key: id reviews { id } } }' },
    { title: 'an alias that is the name of a key', query: '{ me { id: name reviews { id } } }', stockIsWrong: true },
    {
      title: 'an alias that is the name of a nested key',
      query: '{ product(upc: "p1") { sku: name stock } }',
      stockIsWrong: true,
    },
    {
      title: 'an alias that is the name of another key',
      query: '{ me { email: name lastLogin } }',
      stockIsWrong: true,
    },
    { title: 'the same entity in many places', query: '{ reviews { author { email } product { seller { email } } } }' },
    { title: 'a reference of null among references', query: '{ reviews { id author { role } } }' },
    {
      title: 'type names of entities along the way',
      query: '{ __typename products { __typename seller { __typename name } } }',
    },
    {
      title: 'entities of entities of entities',
      query: '{ products { reviews { author { reviews { product { name } } } } } }',
    },
    {
      title: 'self references through another subgraph',
      query: '{ product(upc: "p1") { related { name related { stock } } } }',
    },
  ],
  arguments: [
    { title: 'a literal', query: '{ user(id: "u2") { name } }' },
    { title: 'a variable', query: 'query ($id: ID!) { user(id: $id) { name } }', variables: { id: 'u2' } },
    { title: 'a default of the field', query: '{ products { upc } }' },
    { title: 'an explicit null in place of a default', query: '{ products(first: null) { upc } }' },
    { title: 'a default of a variable', query: 'query ($n: Int = 1) { products(first: $n) { upc } }' },
    {
      title: 'a value that replaces the default of a variable',
      query: 'query ($n: Int = 1) { products(first: $n) { upc } }',
      variables: { n: 3 },
    },
    {
      title: 'a null variable in place of a default',
      query: 'query ($n: Int = 1) { products(first: $n) { upc } }',
      variables: { n: null },
    },
    { title: 'a variable that is not given', query: 'query ($n: Int) { products(first: $n) { upc } }' },
    { title: 'an enum literal', query: '{ me { nickname(style: LOUD) } }' },
    { title: 'an enum variable', query: 'query ($s: Style) { me { nickname(style: $s) } }', variables: { s: 'LOUD' } },
    { title: 'an enum default', query: '{ me { nickname } }' },
    { title: 'a non-null argument with a default', query: '{ me { greeting } }' },
    { title: 'an input object', query: '{ findProducts(filter: { maxPrice: 50 }) { upc } }' },
    {
      title: 'an input object variable',
      query: 'query ($f: ProductFilter!) { findProducts(filter: $f) { upc } }',
      variables: { f: { tag: 'wood' } },
    },
    {
      title: 'a variable within an input object',
      query: 'query ($p: Float) { findProducts(filter: { maxPrice: $p, tag: null }) { upc } }',
      variables: { p: 30 },
    },
    {
      title: 'a whole number for a float',
      query: 'query ($p: Float) { findProducts(filter: { maxPrice: $p }) { upc } }',
      variables: { p: 40 },
    },
    {
      title: 'a list variable',
      query: 'query ($ids: [ID!]) { users(ids: $ids) { name } }',
      variables: { ids: ['u1', 'u3'] },
    },
    {
      title: 'one value for a list',
      query: 'query ($ids: [ID!]) { users(ids: $ids) { name } }',
      variables: { ids: 'u3' },
    },
    {
      title: 'a variable within a list',
      query: 'query ($id: ID!) { users(ids: ["u1", $id]) { name } }',
      variables: { id: 'u2' },
    },
    { title: 'arguments of a field of an entity', query: '{ products { seller { reviews(first: 1) { id } } } }' },
    {
      title: 'variables of a field of an entity',
      query: 'query ($n: Int!) { products { seller { reviews(first: $n) { id } } } }',
      variables: { n: 1 },
    },
    {
      title: 'one field with two arguments under aliases',
      query: '{ me { one: reviews(first: 1) { id } all: reviews { id } } }',
    },
    {
      title: 'one entity field with two variables under aliases',
      query: 'query ($a: Int, $b: Int) { me { a: reviews(first: $a) { id } b: reviews(minStars: $b) { id } } }',
      variables: { a: 1, b: 5 },
    },
    {
      title: 'one variable in two subgraphs',
      query: 'query ($n: Int) { products(first: $n) { reviews(first: $n) { id } } }',
      variables: { n: 1 },
    },
    {
      title: 'a variable for a number in an id',
      query: 'query ($id: ID!) { user(id: $id) { name } }',
      variables: { id: 7 },
    },
    { title: 'a block string', query: '{ search(term: """Table""") { __typename } }' },
    { title: 'quotes and line ends in a string', query: '{ search(term: "a\\"b\\nc") { __typename } }' },
    {
      title: 'emoji in a variable',
      query: 'query ($t: String) { search(term: $t) { __typename } }',
      variables: { t: '🪑' },
    },
  ],
  ...requirementCases,
  conditions: [
    { title: '@include of true', query: '{ me { id name @include(if: true) } }' },
    { title: '@include of false', query: '{ me { id name @include(if: false) } }' },
    { title: '@skip of true', query: '{ me { id name @skip(if: true) } }' },
    { title: '@skip of false', query: '{ me { id name @skip(if: false) } }' },
    ...[true, false].flatMap((yes): Case[] => [
      {
        title: `@include on an entity field, ${yes}`,
        query: 'query ($b: Boolean!) { me { id reviews @include(if: $b) { id } } }',
        variables: { b: yes },
      },
      {
        title: `@skip on an entity field, ${yes}`,
        query: 'query ($b: Boolean!) { me { id reviews @skip(if: $b) { id } } }',
        variables: { b: yes },
      },
      {
        title: `@include on a root field, ${yes}`,
        query: 'query ($b: Boolean!) { me @include(if: $b) { id } version }',
        variables: { b: yes },
      },
      {
        title: `@include on a fragment, ${yes}`,
        query:
          'query ($b: Boolean!) { me { id ...F @include(if: $b) } } fragment F on User { reviews { id } lastLogin }',
        variables: { b: yes },
      },
      {
        title: `@skip on an inline fragment, ${yes}`,
        query: 'query ($b: Boolean!) { me { id ... @skip(if: $b) { karma } } }',
        variables: { b: yes },
      },
      {
        title: `a field once with and once without a condition, ${yes}`,
        query: 'query ($b: Boolean!) { me { reviews @include(if: $b) { id } reviews { stars } } }',
        variables: { b: yes },
      },
      {
        title: `a condition deep in a path, ${yes}`,
        query: 'query ($b: Boolean!) { products { reviews { author { email @include(if: $b) name } } } }',
        variables: { b: yes },
      },
      {
        title: `@include and @skip of one variable, ${yes}`,
        query: 'query ($b: Boolean!) { me { id a: name @include(if: $b) b: email @skip(if: $b) } }',
        variables: { b: yes },
      },
      {
        title: `a condition with a default, ${yes}`,
        query: `query ($b: Boolean! = ${yes}) { me { id lastLogin @include(if: $b) } }`,
      },
    ]),
    ...[
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ].map(([a, b]): Case => ({
      title: `two conditions on one field, ${a} and ${b}`,
      query: 'query ($a: Boolean!, $b: Boolean!) { me { id lastLogin @include(if: $a) @skip(if: $b) } }',
      variables: { a, b },
    })),
    {
      title: 'an object of which nothing is left',
      query: 'query ($a: Boolean!, $b: Boolean!) { me { reviews @include(if: $a) { stars @include(if: $b) } } }',
      variables: { a: true, b: false },
      stockIsWrong: true,
    },
    {
      title: 'an object of which a fragment leaves nothing',
      query: 'query ($b: Boolean!) { me { reviews { ...F } } } fragment F on Review { stars @include(if: $b) }',
      variables: { b: false },
    },
    {
      title: 'one of two fields that require something, left out',
      query: 'query ($b: Boolean!) { products { volume shipping @include(if: $b) } }',
      variables: { b: false },
      stockIsWrong: true,
    },
    {
      title: 'one of two fields that require something, kept',
      query: 'query ($b: Boolean!) { products { volume shipping @include(if: $b) } }',
      variables: { b: true },
    },
    {
      title: 'a requiring field skipped beside another',
      query: '{ latestReview { product { weight shipping parcel @skip(if: true) } } }',
      stockIsWrong: true,
    },
    { title: 'everything left out', query: '{ me @skip(if: true) { id } }' },
    {
      title: 'only a type name left',
      query: 'query ($b: Boolean!) { __typename me @include(if: $b) { id } }',
      variables: { b: false },
    },
  ],
  fragments: [
    { title: 'a named fragment', query: '{ me { ...F } } fragment F on User { id name }' },
    {
      title: 'a fragment in a fragment',
      query: '{ me { ...F } } fragment F on User { id ...G } fragment G on User { reviews { id } }',
    },
    { title: 'a fragment twice', query: '{ me { ...F ...F } } fragment F on User { id reviews { id } }' },
    { title: 'an inline fragment without a type', query: '{ me { ... { name reviews { id } } } }' },
    {
      title: 'fields merged from fragments',
      query: '{ me { address { city } ...F } } fragment F on User { address { street country { iso } } }',
    },
    {
      title: 'entity fields merged from fragments',
      query: '{ me { reviews { id } ...F } } fragment F on User { reviews { product { name } } }',
    },
    {
      title: 'a fragment at several places of the graph',
      query: '{ me { ...F } product(upc: "p1") { seller { ...F } } } fragment F on User { name lastLogin }',
    },
    {
      title: 'a fragment on the root',
      query: 'query { ...Q } fragment Q on Query { me { id } product(upc: "p1") { name } }',
    },
    {
      title: 'a fragment with variables',
      query: 'query ($n: Int) { me { ...F } } fragment F on User { reviews(first: $n) { id } }',
      variables: { n: 1 },
    },
  ],
  'several roots': [
    { title: 'of two subgraphs', query: '{ me { name } product(upc: "p1") { name } }' },
    { title: 'of two subgraphs that meet', query: '{ me { reviews { id } } latestReview { author { email } } }' },
    {
      title: 'the same root under two aliases',
      query: '{ a: product(upc: "p1") { name stock } b: product(upc: "p2") { name stock } }',
    },
    {
      title: 'the same root with two variables',
      query: 'query ($a: ID!, $b: ID!) { a: user(id: $a) { name lastLogin } b: user(id: $b) { name lastLogin } }',
      variables: { a: 'u1', b: 'u3' },
    },
    { title: 'one of null and one not', query: '{ user(id: "no") { reviews { id } } me { reviews { id } } }' },
    {
      title: 'of five subgraphs',
      query: '{ me { id } userByEmail(email: "grace@shop.test") { id name } products { upc } reviews { id } version }',
    },
  ],
  introspection: [
    { title: 'a type', query: '{ __type(name: "User") { name kind fields { name } } }' },
    {
      title: 'a type by variable',
      query: 'query ($n: String!) { __type(name: $n) { name } }',
      variables: { n: 'Product' },
    },
    { title: 'a type that does not exist', query: '{ __type(name: "Nobody") { name } }' },
    { title: 'the schema beside data', query: '{ __schema { queryType { name } } me { name } }' },
    {
      title: 'under an alias, with a fragment',
      query: '{ s: __schema { queryType { ...T } } } fragment T on __Type { name }',
    },
    { title: 'directives', query: '{ __schema { directives { name } } }', stockIsWrong: true },
  ],
  ...abstractTypeCases,
}
