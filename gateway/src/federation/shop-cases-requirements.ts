import type { Case } from './shop-cases.ts'

export const requirementCases: Readonly<Record<string, readonly Case[]>> = {
  '@requires': [
    { title: 'a field of another subgraph', query: '{ product(upc: "p1") { shipping } }' },
    { title: 'for each of a list', query: '{ products(first: 3) { shipping } }' },
    { title: 'with an argument of the field itself', query: '{ products { shipping(speed: FAST) } }' },
    { title: 'beside what it requires', query: '{ products { weight shipping } }' },
    {
      title: 'beside the required field with another argument',
      query: '{ products { price(currency: EUR) shipping } }',
      stockIsWrong: true,
    },
    {
      title: 'beside the required field with its default argument',
      query: '{ products { price shipping } }',
      stockIsWrong: true,
    },
    {
      title: 'beside the required field with the same argument',
      query: '{ products { price(currency: USD) shipping } }',
    },
    {
      title: 'beside the required field with a variable',
      query: 'query ($c: Currency) { products { price(currency: $c) shipping } }',
      variables: { c: 'EUR' },
      stockIsWrong: true,
    },
    { title: 'beside the required field under an alias', query: '{ products { p: price(currency: EUR) shipping } }' },
    {
      title: 'beside an alias that is the required name',
      query: '{ products { price: name weight: upc shipping } }',
      stockIsWrong: true,
    },
    { title: 'a nested object', query: '{ products(first: 3) { volume } }' },
    { title: 'two fields that require the same', query: '{ products(first: 3) { volume parcel } }' },
    { title: 'a nested object that is asked for in part', query: '{ products(first: 3) { dimensions { w } volume } }' },
    { title: 'through two subgraphs', query: '{ me { karma } }' },
    { title: 'through two subgraphs, from a third', query: '{ products { seller { karma } } }' },
    { title: 'through two subgraphs, for each of a list', query: '{ users { karma } }' },
    { title: 'in a list of a list', query: '{ users { reviews { product { shipping volume } } } }' },
    { title: 'under two aliases', query: '{ products { slow: shipping fast: shipping(speed: FAST) } }' },
    {
      title: 'one field with two different arguments for two fields',
      query: '{ products { name shipping export } }',
      stockIsWrong: true,
    },
    {
      title: 'one field with two different arguments, deep and in a fragment',
      query: '{ latestReview { product { ...P volume } } } fragment P on Product { export name shipping(speed: FAST) }',
      stockIsWrong: true,
    },
    {
      title: "one field with two different arguments beside the client's own",
      query: '{ products { price(currency: USD) export shipping p: price } }',
      stockIsWrong: true,
    },
    {
      title: 'one of two fields that conflict, left out',
      query: '{ products { export shipping @include(if: false) } }',
      stockIsWrong: true,
    },
    { title: 'from an entry point of the subgraph that requires', query: '{ latestReview { author { karma } } }' },
    {
      title: 'beside fields of the same subgraph that require nothing',
      query: '{ latestReview { author { karma reviews { id } sessions } } }',
    },
  ],
  '@provides, @shareable, @override': [
    { title: 'a provided field without a second fetch', query: '{ latestReview { author { name } } }' },
    { title: 'a provided field beside one that is not', query: '{ latestReview { author { name email } } }' },
    { title: 'the same field where it is not provided', query: '{ latestReview { product { seller { name } } } }' },
    { title: 'a field taken over by another subgraph', query: '{ product(upc: "p1") { name } }' },
    { title: 'a field taken over, from a third subgraph', query: '{ latestReview { product { name } } }' },
    { title: 'a field left behind beside one taken over', query: '{ products { name teaser } }' },
    {
      title: 'a shareable value type of two subgraphs',
      query: '{ me { address { country { name } } } product(upc: "p1") { warehouse { country { name } } } }',
    },
    {
      title: 'a field of a shared value type that one subgraph lacks',
      query: '{ products(first: 3) { dimensions { w h d } sku { vendor number } } }',
    },
  ],
}
