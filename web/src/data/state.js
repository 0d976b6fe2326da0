/** The state of the page, and what the other modules derive from it. */

import { createStore } from './store.js';
import { DEFAULTS } from '../core/url.js';
import { paintTable, reclassed } from '../core/paint.js';
import { ofLevel } from '../core/level.js';
import { createFormats } from '../core/format.js';
import { failureWords } from '../core/i18n.js';

/** @typedef {import('../core/drafted.js').Grid} Grid */
/**
 * @typedef {{type: 'building' | 'port' | 'sighting', id: number, properties: Record<string, string | number | boolean>,
 *     partial?: boolean}} Thing
 * `partial`: not all properties are there yet, and what is missing isn't unknown */
/** @typedef {'select' | 'reshape' | 'vertex' | 'split' | 'merge' | 'lasso' | 'hole' | 'measure'} Tool */
/** @typedef {{since: Date, message: string, retry: () => void}} Failure */
/**
 * The gesture under way: what would change, or why it can't. `between`: the border that is redrawn.
 * @typedef {{between: [number, number | null] | null, result: import('../core/contract.js').Result | null, reason: string |
 * null}} Gesture
 */
/**
 * A step that the server did not take, kept to be tried again; `plan`: null, it was to begin one. `name`: that of the plan,
 * which may be gone.
 * @typedef {{plan: number | null, name: string | null, command: import('../core/contract.js').Command, error: unknown}} Unsaved
 */
/**
 * @typedef {object} State
 * @property {import('../core/url.js').View | null} view
 * @property {string[]} layers
 * @property {string} metric
 * @property {import('../core/url.js').Mode} mode
 * @property {number | null} level the level of the tree that is held; null: it follows the zoom
 * @property {import('../core/url.js').Classing} classing
 * @property {import('../core/url.js').Only} only the ports and sightings that are shown
 * @property {Record<string, import('../core/things.js').Seen>} seen what the map has of ports and sightings, by layer
 * @property {{key: string, by: import('../core/url.js').Classing, breaks: number[]} | null} breaks of a metric by its values;
 *     null: its thresholds
 * @property {number | null} bandwidth of the surface, in metres; null: it follows the zoom
 * @property {number | null} shown the level that the map shows; null: the leaves
 * @property {string | null} basemap that is chosen, by its id; `none`; null: the first
 * @property {import('../core/contract.js').Basemap[]} basemaps to choose from
 * @property {boolean} covered whether a basemap lies over the ground
 * @property {number | null} grid the selected grid
 * @property {Thing | null} thing the selected building, port or sighting
 * @property {number | null} planId
 * @property {import('../core/contract.js').Plan | null} plan
 * @property {import('../core/contract.js').PlanSummary[] | null} plans that aren't published yet; null until they were asked for
 * @property {import('../core/contract.js').PlanComment[]} comments of the plan at hand
 * @property {Record<number, import('../core/contract.js').Editor[]>} editors who works on which plan, by its id
 * @property {import('../core/contract.js').PlanChange | null} told of a plan, last
 * @property {import('../core/contract.js').Job | null} job of which something was told, last
 * @property {{plan: number, editors: import('../core/contract.js').Editor[]} | null} heard of those who work on a plan, last
 * @property {number | null} revision the past one that the map shows; null: today
 * @property {import('../core/url.js').Compared | null} compared the two revisions that are compared
 * @property {import('../core/contract.js').Comparison | null} comparison of these two; null until it has come
 * @property {boolean} astray what the address named isn't there and is let go now
 * @property {string | null} placed the plan or comparison that came with an address which says where to look
 * @property {Unsaved[]} unsaved steps that were drawn and did not come to be in their plan
 * @property {{text: string} | null} notice what has just happened to the plan, to be said once
 * @property {string} lang
 * @property {boolean} wan
 * @property {boolean} table
 * @property {boolean} panel
 * @property {Tool} tool
 * @property {import('../core/paint.js').PaintTable | null} spots of the metric, where hot and cold spots are shown
 * @property {number | null} isolated class index of the paint table, -1 no data; null: none
 * @property {import('../core/contract.js').MetricList | null} metrics
 * @property {import('../core/contract.js').GridList | null} list
 * @property {'live' | 'connecting' | 'lost' | 'paused'} live paused: the server has no room for this page
 * @property {string | null} stale since when what the server shows may be old, as it can't reach its database
 * @property {Date | null} saved
 * @property {boolean} saving
 * @property {Record<string, Failure>} failures by layer or part
 * @property {Gesture | null} gesture
 * @property {boolean} outside land that is given up leaves the branch, instead of being unassigned
 * @property {import('../core/contract.js').Session | null} session null until it is known who is signed in
 */

/** @type {State} */
const initial = {
    view: null,
    layers: DEFAULTS.layers,
    metric: DEFAULTS.metric,
    mode: 'grid',
    level: null,
    classing: 'thresholds',
    only: DEFAULTS.only,
    seen: {},
    breaks: null,
    bandwidth: null,
    shown: null,
    basemap: null,
    basemaps: [],
    covered: false,
    grid: null,
    thing: null,
    planId: null,
    plan: null,
    plans: null,
    comments: [],
    editors: {},
    told: null,
    job: null,
    heard: null,
    revision: null,
    compared: null,
    comparison: null,
    astray: false,
    placed: null,
    unsaved: [],
    notice: null,
    lang: 'en',
    wan: false,
    table: false,
    panel: true,
    tool: 'select',
    spots: null,
    isolated: null,
    metrics: null,
    list: null,
    live: 'connecting',
    stale: null,
    saved: null,
    saving: false,
    failures: {},
    gesture: null,
    outside: false,
    session: null,
};

export const store = createStore(initial);

/** Lets go of what isn't there; the way back doesn't lead to it again. @param {Partial<State>} patch */
export function forget(patch) {
    store.set({ ...patch, astray: true });
    store.set({ astray: false });
}

/** @template T @param {(state: State) => unknown[]} inputs @param {(state: State) => T} compute @returns {() => T} */
function derived(inputs, compute) {
    /** @type {unknown[]} */
    let seen = [];
    /** @type {T} */
    let result;
    return () => {
        const state = store.get();
        const now = inputs(state);
        if (now.length !== seen.length || now.some((v, i) => v !== seen[i])) {
            result = compute(state);
            seen = now;
        }
        return result;
    };
}

/** @type {Grid[]} */
const NONE = [];
/**
 * Applies a plan to grids; comes with the first plan.
 * @type {typeof import('../core/drafted.js').withResult | null}
 */
let drawn = null;

/** @param {typeof import('../core/drafted.js').withResult} withResult */
export function knowDrafts(withResult) {
    drawn = withResult;
}

/** The grids as the plan at hand has them. @type {() => Grid[]} */
const planned = derived(
    s => [s.list, s.plan?.result],
    ({ list, plan }) => {
        const grids = list?.grids ?? NONE;
        return drawn && plan?.result ? drawn(grids, plan.result, -plan.version) : grids;
    },
);

/**
 * The grids as the state at hand has them: published, of a past revision, or as the plan has them together with the gesture under
 * way. Whatever the page says of grids in figures, fills and rows comes from these.
 * @type {() => Grid[]}
 */
export const gridsHere = derived(
    s => [planned(), s.gesture?.result],
    ({ gesture, plan }) => (drawn && gesture?.result ? drawn(planned(), gesture.result, -(plan?.version ?? 0)) : planned()),
);

/** Called when these are others, and not for every move of a gesture that changes nothing. @param {() => void} hear */
export function onGridsHere(hear) {
    let seen = gridsHere();
    store.on(['list', 'plan', 'gesture'], () => {
        if (seen === gridsHere()) return;
        seen = gridsHere();
        hear();
    });
}

/** @type {() => Map<number, Grid>} */
const hereById = derived(
    () => [gridsHere()],
    () => new Map(gridsHere().map(g => [g.id, g])),
);

/** As the state at hand has it. @param {number | null} id */
export const gridHere = id => (id === null ? undefined : hereById().get(id));

/** Those that are published, as they are so, and those that the draft makes. @type {() => Map<number, Grid>} */
export const gridsById = derived(
    s => [s.list, planned()],
    ({ list }) => new Map([...(list?.grids ?? NONE), ...planned().filter(g => g.draft)].map(g => [g.id, g])),
);

/** What is said of a grid, as the draft has it. @param {Grid} grid @returns {import('../core/contract.js').GridWords} */
export const wordsOf = grid => ({
    name: grid.name,
    kind: grid.kind,
    parent: grid.parent_id,
    person: grid.persons[0] ?? null,
    target_new_subscribers: grid.target_new_subscribers,
    target_renewal_rate: grid.target_renewal_rate,
    yellow_cards: grid.yellow_cards,
    ...store.get().plan?.result?.grids.find(g => g.id === grid.id)?.attributes_after,
});

/** The grids of the level that is shown. @type {() => Grid[]} */
export const shownGrids = derived(
    s => [gridsHere(), s.shown],
    ({ shown }) => ofLevel(gridsHere(), shown),
);

/**
 * What lies in no grid, as the state at hand has it. Land beyond the service area, which a plan may take in or give up to, is not
 * told apart.
 */
export function unassignedHere() {
    const { list, plan, gesture } = store.get();
    const flows = [...(plan?.result?.flows ?? []), ...(gesture?.result?.flows ?? [])];
    const sum = (/** @type {'buildings' | 'households'} */ key) =>
        flows.reduce(
            (/** @type {number | null} */ all, f) => {
                const freed = Number(f.to === null) - Number(f.from === null);
                return freed && f[key] !== null ? Math.max(0, (all ?? 0) + freed * (f[key] ?? 0)) : all;
            },
            list?.unassigned[key] ?? null,
        );
    return { buildings: sum('buildings') ?? 0, households: sum('households') };
}

/** Null until grids and metrics are there. */
export const paint = derived(
    s => [s.list, shownGrids(), s.metrics, s.metric, s.mode, s.spots, s.breaks, s.compared],
    ({ list, metrics, metric, mode, spots, breaks, compared }) => {
        if (mode === 'spots') return spots?.metric.key === metric ? spots : null;
        const found = metrics?.metrics.find(m => m.key === metric);
        if (!list || !metrics || !found) return null;
        // of two states to be compared a class is to mean the same
        const own = mode === 'grid' && compared === null && breaks?.key === metric ? breaks.breaks : null;
        return paintTable(shownGrids(), own ? reclassed(found, own) : found, metrics.unknown_colour);
    },
);

export const formats = derived(
    s => [s.lang, s.wan],
    s => createFormats(s.lang, { wan: s.wan }),
);

/** Null: none lies under the grids. */
export function shownBasemap() {
    const { basemap, basemaps } = store.get();
    return basemap === 'none' ? null : (basemaps.find(b => b.id === basemap) ?? basemaps[0] ?? null);
}

/** Breaks and colours of penetration, by which buildings are tinted whatever the metric. */
export const penetration = derived(
    s => [s.metrics],
    s => s.metrics?.metrics.find(m => m.key === 'penetration') ?? null,
);

/**
 * Whether who is signed in (or nobody) may do what this role is for, at least somewhere.
 * @param {'viewer' | 'reporter' | 'planner' | 'approver' | 'manager' | 'importer' | 'admin'} role
 */
export const may = role => store.get().session?.roles.includes(role) ?? false;

/** What a grid is called: its name, else its code. @param {number | null} id */
export function gridName(id) {
    const grid = id === null ? undefined : gridsById().get(id);
    return grid ? (grid.name ?? grid.code) : '–';
}

/** @param {string} part @param {Error | null} error null: it works again @param {() => void} [retry] */
export function noteFailure(part, error, retry = () => {}) {
    const { failures } = store.get();
    if (!error && !failures[part]) return;
    const { [part]: previous, ...others } = failures;
    store.set({
        failures: error
            ? { ...others, [part]: { since: previous?.since ?? new Date(), message: failureWords(error), retry } }
            : others,
    });
}
