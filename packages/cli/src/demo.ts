/** A memory of the demo tenant; `key` names it within the demo. */
export type DemoMemory = {
  readonly key: string
  readonly type: 'PROCEDURAL' | 'SEMANTIC' | 'EPISODIC' | 'DECLARATIVE'
  readonly title: string
  readonly content: string
  readonly tags: readonly string[]
}

export type DemoRelation = {
  readonly from: string
  readonly to: string
  readonly type: string
  readonly weight: number
}

/** The parts of a team's work on an orchard full of sensors, each with what it is and what it leans on. */
const subjects = [
  ['soil sensors', 'buried probes that report moisture and temperature', 'radio network'],
  ['radio network', 'the low-power links between trees and the barn', 'solar panels'],
  ['solar panels', 'the cells that charge every node', 'weather station'],
  ['weather station', 'the mast that measures wind, rain and frost', 'data store'],
  ['data store', 'the time series of every reading', 'backup routine'],
  ['backup routine', 'the nightly copies to the second barn', 'on-call rota'],
  ['irrigation valves', 'the motors that open water for a row of trees', 'irrigation planner'],
  ['irrigation planner', 'the program that decides how much water a row needs', 'soil sensors'],
  ['frost alarm', 'the warning that wakes somebody before blossoms freeze', 'weather station'],
  ['harvest forecast', 'the estimate of crates a week ahead', 'data store'],
  ['picking teams', 'the people who come for the harvest', 'harvest forecast'],
  ['cold storage', 'the rooms that keep apples at two degrees', 'on-call rota'],
  ['pest traps', 'cameras that count codling moths', 'image classifier'],
  ['image classifier', 'the model that tells moths from leaves', 'data store'],
  ['customer portal', 'the page on which buyers reserve crates', 'harvest forecast'],
  ['invoice run', 'the monthly bills to buyers', 'customer portal'],
  ['tractor fleet', 'three tractors with position trackers', 'radio network'],
  ['bee hives', 'twelve hives that are weighed every hour', 'radio network'],
  ['on-call rota', 'who answers the phone at night', 'picking teams'],
  ['yearly audit', 'the certification of organic growing', 'data store'],
] as const

const people = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Ken'] as const
const causes = [
  'a firmware update',
  'a heavy frost',
  'a chewed cable',
  'a full disk',
  'an expired certificate',
] as const

type Aspect = (subject: string, what: string, who: string, cause: string) => Omit<DemoMemory, 'key' | 'tags'>

const aspects: Readonly<Record<string, Aspect>> = {
  overview: (subject, what) => ({
    type: 'SEMANTIC',
    title: `What we have the ${subject} for`,
    content: `We call *${subject}* ${what}.`,
  }),
  owner: (subject, _what, who) => ({
    type: 'DECLARATIVE',
    title: `Who looks after the ${subject}`,
    content: `${who} is responsible for the ${subject} this season.`,
  }),
  setup: (subject, _what, who) => ({
    type: 'PROCEDURAL',
    title: `Setting up the ${subject}`,
    content: `1. Read the plan on the barn door.\n2. Ask ${who} for the key.\n3. Switch on the ${subject} and wait for the green light.`,
  }),
  incident: (subject, _what, who, cause) => ({
    type: 'EPISODIC',
    title: `The night the ${subject} failed`,
    content: `The ${subject} stopped reporting at half past two. ${who} found the reason: ${cause}.`,
  }),
  repair: (subject, _what, who, cause) => ({
    type: 'PROCEDURAL',
    title: `Should the ${subject} stop`,
    content: `Look for ${cause} first, then restart the ${subject}. Call ${who} if that does not help within ten minutes.`,
  }),
  decision: (subject, _what, who) => ({
    type: 'DECLARATIVE',
    title: `Decision on the ${subject}`,
    content: `We keep the ${subject} for another year, on ${who}'s proposal, because a replacement would cost a harvest.`,
  }),
  meeting: (subject, _what, who) => ({
    type: 'EPISODIC',
    title: `Meeting about the ${subject}`,
    content: `${who} showed how the ${subject} did last month; everybody agreed to a weekly check.`,
  }),
  measure: (subject) => ({
    type: 'SEMANTIC',
    title: `How the ${subject} should work`,
    content: `A good week for the ${subject} has fewer than three alarms.`,
  }),
  risk: (subject, _what, _who, cause) => ({
    type: 'SEMANTIC',
    title: `Risk around the ${subject}`,
    content: `The greatest risk for the ${subject} is ${cause}.`,
  }),
  question: (subject, _what, who) => ({
    type: 'DECLARATIVE',
    title: `Open question on the ${subject}`,
    content: `${who} asks whether the ${subject} can run a winter without service.`,
  }),
}

/** The same two hundred memories every time. */
export function demoMemories(): DemoMemory[] {
  return subjects.flatMap(([subject, what], index) =>
    Object.entries(aspects).map(([aspect, describe], position) => ({
      key: `${subject}/${aspect}`,
      tags: [subject.replaceAll(' ', '-'), aspect],
      ...describe(subject, what, pick(people, index + position), pick(causes, index)),
    })),
  )
}

/** What joins them: every aspect to its subject, incidents to their repairs, subjects to what they lean on. */
export function demoRelations(): DemoRelation[] {
  return subjects.flatMap(([subject, , leansOn]) => [
    ...Object.keys(aspects)
      .filter((aspect) => aspect !== 'overview')
      .map((aspect) => ({ from: `${subject}/${aspect}`, to: `${subject}/overview`, type: 'PART_OF', weight: 1 })),
    { from: `${subject}/incident`, to: `${subject}/repair`, type: 'PRECEDES', weight: 0.9 },
    { from: `${subject}/incident`, to: `${subject}/risk`, type: 'SUPPORTS', weight: 0.7 },
    { from: `${subject}/overview`, to: `${leansOn}/overview`, type: 'DEPENDS_ON', weight: 0.8 },
  ])
}

const pick = <Item>(items: readonly [Item, ...Item[]], index: number): Item => items[index % items.length] ?? items[0]
