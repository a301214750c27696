// Changes as JSON trees in the shape of a scenario file. Nothing here changes what it is given.

const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** The words of a path; a name in quotes may hold dots. */
export function words(path) {
  return (path.match(/"(?:[^"\\]|\\.)*"|[^.]+/g) ?? []).map((word) => (word.startsWith('"') ? JSON.parse(word) : word));
}

/** A name as a part of a path: in quotes where it holds more than letters, digits, _ and -. */
export const quoted = (word) => (/^[\w-]+$/.test(word) ? word : JSON.stringify(word));

/** What stands at a path; undefined where nothing does. */
export function at(tree, path) {
  let here = tree;
  for (const word of Array.isArray(path) ? path : words(path)) {
    if (!plain(here) || !Object.hasOwn(here, word)) return undefined;
    here = here[word];
  }
  return here;
}

/** The tree with a value at a path; undefined takes it away, and what is empty thereby. */
export function put(tree, path, value) {
  const [word, ...rest] = Array.isArray(path) ? path : words(path);
  const copy = plain(tree) ? { ...tree } : {};
  if (rest.length === 0) {
    if (value === undefined) delete copy[word];
    else copy[word] = value;
    return copy;
  }
  const below = put(copy[word], rest, value);
  if (value === undefined && Object.keys(below).length === 0) delete copy[word];
  else copy[word] = below;
  return copy;
}

/** Whether two trees say the same, in whatever order. */
export function same(a, b) {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (!plain(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/** The interventions of a tree as [name, table]; those taken away have no table. */
export function interventions(changes) {
  return Object.entries(changes.interventions ?? {}).map(([name, table]) => [name, plain(table) ? table : null]);
}

const BESIDE = ["rollout", "cost"];

/** The kind of an intervention's table. */
export function kindOf(table) {
  return Object.keys(table ?? {}).find((key) => !BESIDE.includes(key)) ?? null;
}

/** Where a knob's number stands in the changes. */
function place(knob) {
  if (!knob.intervention) return words(knob.path);
  const inside = knob.path ? words(knob.path) : [];
  return ["interventions", knob.intervention.name, ...inside];
}

/** The value of a knob in these changes. */
export function knobValue(changes, knob) {
  const value = at(changes, place(knob));
  if (knob.intervention && !knob.path) return plain(value);
  return value === undefined || plain(value) ? knob.neutral : value;
}

/**
 * Under this key a scenario remembers the tables that its knobs took away, by the id of the knob: a slider that passes its
 * neutral place finds dates and other settings again. As a symbol it goes with the scenario, but into no file and no link.
 */
export const ASIDE = Symbol("aside");

/** A scenario with a knob at a value. */
export function turn(one, knob, value) {
  const { changes } = one;
  const neutral = value === knob.neutral || (knob.intervention && !knob.path && !value);
  if (!knob.intervention) return { ...one, changes: put(changes, place(knob), neutral ? undefined : value) };
  const root = ["interventions", knob.intervention.name];
  const present = at(changes, root);
  const aside = one[ASIDE] ?? {};
  if (neutral) return { ...one, changes: put(changes, root, undefined), [ASIDE]: plain(present) ? { ...aside, [knob.id]: present } : aside };
  const tree = plain(present) ? changes : put(changes, root, structuredClone(aside[knob.id] ?? knob.intervention.table));
  return { ...one, changes: knob.path ? put(tree, place(knob), value) : tree, [ASIDE]: put(aside, [knob.id], undefined) };
}

/** Whether a knob stands where it changes something. */
export function turned(changes, knob) {
  const value = knobValue(changes, knob);
  return knob.intervention && !knob.path ? value : value !== knob.neutral;
}

/** What a switch puts where it is on, and where it is off. */
export function switched(knob, on) {
  if (typeof knob.neutral !== "number") return on;
  return on ? knob.high ?? 1 : knob.neutral;
}
