import type { Case } from './shop-cases.ts'

export const abstractTypeCases: Readonly<Record<string, readonly Case[]>> = {
  interfaces: [
    { title: 'fields of the interface', query: '{ media { id title } }' },
    {
      title: 'fields of the implementations',
      query: '{ media { title ... on Book { pages } ... on Film { minutes } } }',
    },
    { title: 'the type name', query: '{ media { __typename } }' },
    { title: 'the type name under an alias', query: '{ media { what: __typename title } }' },
    { title: 'an entity behind one implementation', query: '{ media { ... on Book { writer { name } } } }' },
    {
      title: 'an entity behind each implementation',
      query: '{ media { ... on Book { writer { name } } ... on Film { director { name } } } }',
    },
    {
      title: 'an entity behind each implementation under one alias',
      query: '{ media { ... on Book { maker: writer { name } } ... on Film { maker: director { email } } } }',
    },
    { title: 'a fragment on the interface itself', query: '{ media { ... on Media { title } } }' },
    {
      title: 'a fragment on an implementation that it is not',
      query: '{ mediaById(id: "m1") { title ... on Film { minutes } } }',
    },
    { title: 'a fragment within a fragment', query: '{ media { ... on Media { ... on Book { pages } } } }' },
    { title: 'an interface of null', query: '{ mediaById(id: "none") { title } }' },
    { title: 'an interface over entities of several subgraphs', query: '{ nodes { id } }' },
    {
      title: 'entities behind an interface',
      query: '{ nodes { id ... on User { email reviews { id } } ... on Review { stars author { name } } } }',
    },
    {
      title: 'one alias for different fields of implementations',
      query: '{ nodes { ... on User { what: name } ... on Review { what: body } } }',
    },
    { title: 'an enum of an implementation', query: '{ media { kind ... on Book { pages } } }' },
  ],
  'interface objects': [
    { title: 'a field added to an interface by another subgraph', query: '{ media { rating } }' },
    { title: 'beside fields of the interface', query: '{ media { title rating } }' },
    { title: 'beside fields of an implementation', query: '{ media { rating ... on Book { pages } } }' },
    { title: 'in a fragment on an implementation', query: '{ media { ... on Book { rating } } }' },
    {
      title: 'with the type name of an implementation',
      query: '{ media { ... on Film { rating __typename } } }',
      stockIsWrong: true,
    },
    { title: 'a list added to an interface', query: '{ media { discussions { id author { name } } } }' },
    { title: 'with its type name', query: '{ media { __typename rating } }' },
    { title: 'of one', query: '{ mediaById(id: "m2") { title rating discussions { id } } }' },
    { title: 'from the subgraph that does not know the implementations', query: '{ topMedia { rating } }' },
    {
      title: 'the interface from the subgraph that does not know the implementations',
      query: '{ topMedia { title rating } }',
    },
    {
      title: 'the type name from the subgraph that does not know the implementations',
      query: '{ topMedia { __typename rating } }',
    },
    {
      title: 'an implementation from the subgraph that does not know it',
      query: '{ topMedia { ... on Book { pages writer { name } } } }',
    },
    { title: 'the wrong implementation from there', query: '{ topMedia { rating ... on Film { minutes } } }' },
    { title: 'reached from an entity behind it', query: '{ media { discussions { product { name } } } }' },
    { title: 'a fragment on the interface from there', query: '{ topMedia { ... on Media { rating title } } }' },
  ],
  unions: [
    { title: 'the type names', query: '{ search { __typename } }' },
    { title: 'one member', query: '{ search { ... on Product { name } } }' },
    {
      title: 'all members',
      query: '{ search { ... on Product { upc } ... on Book { title } ... on Film { minutes } ... on User { id } } }',
    },
    { title: 'a null among members', query: '{ search { __typename ... on User { id } } }' },
    { title: 'an entity that lives elsewhere', query: '{ search { ... on User { name email } } }' },
    {
      title: 'fields of several subgraphs for several members',
      query: '{ search { ... on User { lastLogin } ... on Product { stock shipping } ... on Book { rating } } }',
    },
    { title: 'an interface as condition', query: '{ search { ... on Media { title } } }' },
    {
      title: 'an interface and a member together',
      query: '{ search { ... on Media { title } ... on Book { pages } } }',
    },
    { title: 'an added field under an interface condition', query: '{ search { ... on Media { rating } } }' },
    { title: 'a search that finds one', query: '{ search(term: "Tables") { __typename ... on Book { title } } }' },
    { title: 'a union in a list of another subgraph', query: '{ reviews { subject { __typename } } }' },
    {
      title: 'members that live elsewhere',
      query: '{ reviews { subject { ... on Product { name } ... on User { email } } } }',
    },
    {
      title: 'a requiring field of a member',
      query: '{ reviews { subject { ... on User { karma } ... on Product { volume } } } }',
    },
    {
      title: 'one alias for different fields of members',
      query: '{ reviews { subject { ... on User { what: email } ... on Product { what: upc } } } }',
    },
    {
      title: 'a member in a named fragment',
      query: '{ search { ...P ...U } } fragment P on Product { name } fragment U on User { email }',
    },
  ],
  lists: [
    { title: 'duplicates keep their places', query: '{ reviews { author { id name email } } }' },
    { title: 'nulls keep their places', query: '{ reviews { id subject { __typename } } search { __typename } }' },
    { title: 'lists in lists in lists', query: '{ users { friends { friends { friends { lastLogin } } } } }' },
    { title: 'an empty list on the way to an entity', query: '{ user(id: "u3") { friends { reviews { id } } } }' },
    { title: 'an empty list of another subgraph', query: '{ user(id: "u3") { reviews { product { name } } } }' },
    { title: 'two lists of one entity', query: '{ products { related { name } reviews { stars } } }' },
    {
      title: 'entities that differ in what they carry',
      query: '{ users { name address { city } friends { name lastLogin } } }',
    },
  ],
  aliases: [
    { title: 'of a root field', query: '{ ada: me { name } }' },
    { title: 'of an entity field', query: '{ me { wrote: reviews { id } } }' },
    { title: 'of a reference', query: '{ product(upc: "p1") { by: seller { name } } }' },
    { title: 'two for one reference', query: '{ product(upc: "p1") { a: seller { name } b: seller { email } } }' },
    { title: 'exchanged names', query: '{ me { name: email email: name } }' },
    { title: 'exchanged names and an entity field', query: '{ me { name: nickname nickname: name reviews { id } } }' },
    {
      title: 'a field under the alias of a list field',
      query: '{ me { reviews: name } product(upc: "p1") { reviews: name } }',
    },
    { title: 'a type name under a field name', query: '{ me { name: __typename reviews { id: __typename } } }' },
    { title: 'a name that begins like one of ours', query: '{ me { gm__x: name reviews { gm__id: id } } }' },
  ],
}
