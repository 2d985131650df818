/** @file What people, menus and spammers say on the boards of the noisy corpus. All of it is our own. */

/**
 * One message board: how its pages begin, how a post begins and ends, how a page ends. Besides the words there are slots
 * of the thread: {poster} and when they {joined}, {quoted}, {number} of the post, and {today}, which moves on.
 */
export interface Board {
  readonly header: string;
  readonly menu: readonly string[];
  readonly menuSeparator: string;
  readonly pages: string;
  readonly postHeads: readonly string[];
  readonly edited: string;
  readonly quote: string;
  readonly tags: string;
  readonly footer: string;
}

export const BOARDS: readonly Board[] = [
  {
    header: 'The Clinker Board › Where hot things are discussed calmly › {title}\n',
    menu: [
      'Kilns and Ovens',
      'Identify My Lump',
      'Swaps and Giveaways',
      'Accidents (read this first)',
      'Sums and Homework',
      'Tumblers',
      'Beginners Welcome',
      'Not About Rocks',
      'Board Rules',
      'Lost and Found',
    ],
    menuSeparator: ' · ',
    pages: 'New topic · Reply · Page {small} of {small}\n',
    postHeads: [
      '{poster} · {rank} · Posts: {count} · Joined: {joined} · From: {place} · Mood: {mood} · sent {today}, {time}\n',
      '{poster} · {rank} · Posts: {count} · Joined: {joined} · Mood: {mood} · sent {today}, {time}\n',
    ],
    edited: '(last edited {today} at {time} by {poster})\n',
    quote: '{quoted} wrote in post {id}: ',
    tags: 'Labels: ',
    footer: 'Similar topics · Reading this: {small}\nClinker engine, build {id} · All times are shed time\n\n',
  },
  {
    header: '== Rock Soup == the friendly gravel community == {title} ==\n',
    menu: ['Start', 'Search', 'Members', 'Gallery', 'Soup Kitchen', 'Sums', 'Field Trips', 'Market', 'Moaning', 'Help'],
    menuSeparator: ' | ',
    pages: 'Sort by: newest | oldest | angriest | {count} views | {small} replies\n',
    postHeads: [
      '#{number} {poster} ({rank}, {count} posts, here since {joined}) says on {today} {time}:\n',
      '#{number} {poster} ({rank}, {count} posts, here since {joined}, feeling {mood}) says on {today} {time}:\n',
    ],
    edited: '[changed by {poster}, {today} {time}, reason: spelling]\n',
    quote: '>> {quoted}, ticket {id}: ',
    tags: 'Filed under: ',
    footer: 'Back to top | Report a post | Rock Soup runs on soup | request {id} took 0.{small} s\n\n',
  },
  {
    header: 'GEODE GOSSIP -- Index -- Topics -- {title}\n',
    menu: ['Today', 'Unanswered', 'Hall of Fame', 'Quarries', 'Tools', 'Numbers', 'Cooking', 'Contact', 'Log out'],
    menuSeparator: ' -- ',
    pages: 'You are not logged in -- Jump to page {small} -- Subscribe ({count})\n',
    postHeads: [
      'Member: {poster} -- {rank} -- {count} messages -- Place: {place} -- away -- {today} {time}\n',
      'Member: {poster} -- {rank} -- {count} messages -- Place: {place} -- here -- {today} {time}\n',
    ],
    edited: '-- touched up {today} by {poster} --\n',
    quote: 'Quoting {quoted} (ref {id}): ',
    tags: 'Keywords: ',
    footer:
      'Previous topic -- Next topic -- Oldest member online: {user} -- Page key {id} -- Do not lick the server\n\n',
  },
];

export const TITLES: readonly string[] = [
  '{adjective} {tool}, what now?',
  'Is it normal for {mineral} to hum?',
  'My {tool} against {mineral}',
  'Found {mineral} in {where}',
  '{adjective} {mineral} for beginners',
  'Selling one {adjective} {tool}',
  'HELP, {mineral} on the carpet',
  'Sums for people with cold hands',
];

export const CHATTER: readonly string[] = [
  'I left the {tool} in {where} and now it is {adjective}.',
  'Asking for {who}, who still has {few} fingers.',
  'Update: the {tool} is fine. The table is not.',
  '{who} says the {tool} has to go, so we are moving.',
  'Thank you, that worked on try number {some}.',
  'Please use the search, this was answered in {where}.',
  'I did, and found only you telling people to use the search.',
  'Same here, but with a {adjective} {tool}.',
  'Do NOT put {mineral} in the {tool}. Ask me how I know.',
  'How do you know?',
  'I {did} mine last week and nobody noticed.',
  'My {tool} makes a noise like {who} on a Monday.',
  'The {adjective} one cost me {some} and lasted {few} days.',
  'Does anyone have the manual for a {adjective} {tool}?',
  'lol',
  'Nice photo, is that {mineral} or your lunch?',
  'It was my lunch.',
  'I would not trust a {tool} that {who} {did}.',
  'Sorry for the late reply, {who} {did} the router.',
  'Never mind, it was upside down.',
  'You want a {tool} for that, not a {tool}.',
  'Worst advice since {who} {did} the {tool}.',
  'We were {some} people and one chair.',
  'First post here, please be gentle.',
  'Welcome! Mind the step.',
  'Why does the {tool} smell of {mineral}?',
  'Everything smells of {mineral}.',
  'I am {some} years old and still {did} the wrong one.',
  'Moved to the right section, again.',
  'I was asked to say that I am sorry about the {tool}.',
  'That is how I got banned from {where}.',
  'Bump.',
  'A {adjective} {tool} is still a {tool}.',
  'If in doubt, wait {few} hours and deny everything.',
  'I read the whole thread and am now less sure.',
  'Pictures tomorrow, if {who} agrees.',
  'Who {did} my {tool}?',
  'Not me.',
  'It was me, sorry.',
  'My {tool} is older than this board.',
  'Try turning the {tool} off and on again.',
  'There is {mineral} in my tea, is that bad?',
  'Depends on the tea.',
  'Ten out of ten, would melt again.',
  'I have {some} of these and none of them is straight.',
  'You can tell by the smell.',
  'That noise is normal. The smoke is not.',
  'I blame {who}.',
  'Case closed.',
  'That is not a {tool}.',
  'Define {adjective}.',
];

/** What a poster says before a sum or a fact. */
export const OPENERS: readonly string[] = [
  'From the homework of {who}: ',
  'Quick one: ',
  'For the newcomers, ',
  'It says on my mug: ',
  'Settle a bet for me. ',
];

export const SPAM: readonly string[] = [
  'CHEAP {TOOL} CHEAP {TOOL} no questions asked {url}',
  'Hello dear friend I am {who} and I have {some} million in {where} {url}',
  'LAST CHANCE {some}% OFF {TOOL} {url} only today',
  'work from {where} and earn {some} a minute {url}',
  'doctors hate this {adjective} {tool} {url}',
  'WIN a {TOOL}!!! just send your {adjective} {tool} to {url}',
];

export const LINKS: readonly string[] = ['see {url}', 'video: {url}', 'proof {url}', 'this one {url}'];

/** Things that turn up in lists of tags. */
export const TAGS: readonly string[] = [
  '{tool}',
  '{mineral}',
  '{adjective} {tool}',
  '{mineral} {tool}',
  'free {mineral}',
];
