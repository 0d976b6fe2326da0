/** Shapes of the server's JSON (docs/api.md); types only, never loaded by the browser. */

import type { Bbox } from './mercator.js';
import type { Areal, Point } from './border.js';

export interface Ratio {
    numerator: number; denominator: number; value: number | null; known_share: number | null;
    reason: 'no_base' | 'unknown_base' | null; low: number | null; high: number | null; small: boolean;
}

/** A count is null when no building of the area has it known. */
export interface Figures {
    as_of: string; buildings: number; households: number | null; subscribers: number | null; homes_passed: number | null;
    ftth_subscribers: number | null; two_way_subscribers: number | null; opening_subscribers: number | null;
    new_subscribers: number | null; disconnects: number | null; due: number | null; renewed: number | null;
    competitor_subscribers: number | null; revenue: number | null;
    households_unknown: number; ports: number; ports_capacity_unknown: number; ports_overfull: number;
    capacity: number | null; used: number | null; sightings: number;
    ratios: Record<string, Ratio>;
}

/** Who is meant, without more. */
export interface PersonRef { code: string; name: string | null }
/** Somebody who can be put in charge; `grids`: of so many already. */
export interface Staff extends PersonRef { grids: number }
export interface Person { code: string; name: string; phone: string | null; role: string | null; contract: string | null }

export interface Grid {
    id: number; version: number; code: string; name: string | null; level: number; leaf: boolean; branch: string;
    parent: string | null; parent_id: number | null; kind: string | null; person: string | null; persons: Person[];
    target_new_subscribers: number | null; target_renewal_rate: number | null; yellow_cards: number | null; area_km2: number;
    bbox: Bbox; figures: Figures;
}

export interface Border { neighbour: number | null; geometry: { type: 'LineString'; coordinates: Point[] } }
export interface GridDetail extends Grid { geometry: Areal; borders?: Border[] }
export interface Branch { id: number; code: string; name: string | null; bbox: Bbox; area_km2: number; figures: Figures }

export interface GridList {
    revision: number; as_of: string; branches: Branch[]; unassigned: Figures; grids: Grid[];
    /** Up to where it shows what was committed; null: a past state. */
    position: string | null;
    /** Whether all are in it; else only what has changed. */
    complete: boolean; gone: { branches: number[]; grids: number[] };
    findings?: { kind: 'parent_loop' | 'too_deep'; grids: number[]; detail: string }[];
}

export interface Metric {
    key: string; title: Record<string, string>; unit: string | null; better: 'up' | 'down' | null;
    proportion: boolean; breaks: number[]; colours: string[];
}
/** What a column is, as the server's registry has it. */
export interface Property {
    name: string; title: Record<string, string>; type: 'text' | 'code' | 'whole' | 'decimal' | 'day' | 'truth';
    unit: string | null; kind: 'stock' | 'flow' | 'opening' | null; better: 'up' | 'down' | null;
    minimum: number | null; maximum: number | null;
    required: boolean; editable: boolean; searchable: boolean; drawn: boolean; derived: boolean; since: number; meaning: string;
}
/** By layer, in the order in which they are shown. */
export interface Schema { layers: Record<string, Property[]> }
export interface MetricList { metrics: Metric[]; unknown_colour: string; small_base: number }
/** Of each leaf; `spot` null: it was not compared, for this reason. */
export interface HotSpots {
    grids: { id: number; spot: 'clear_hot' | 'likely_hot' | 'none' | 'likely_cold' | 'clear_cold' | null; reason?: string }[];
}

interface Line { type: 'LineString'; coordinates: Point[] }
/** In each command null is nobody's land. `outside`: the land given up is no longer part of the branch. */
export interface Reshape { type: 'reshape'; between: [number, number | null]; path: Line; outside?: boolean }
export interface MoveNode { type: 'moveNode'; node: Point; to: Point; outside?: boolean }
export interface Split { type: 'split'; grid: number; line: Line; parts?: { name: string | null; person?: string | null }[] }
export interface Merge { type: 'merge'; grids: number[]; into: number }
export interface Transfer { type: 'transfer'; to: number | null; area?: Areal; buildings?: number[]; outside?: boolean }
export interface Create {
    type: 'create'; name: string | null; parent: number | null; area: Areal; carve: boolean; person?: string | null;
}
/** Without `to`, each part goes to the neighbour with which it has the longest border. */
export interface Delete { type: 'delete'; grid: number; to?: number | null }
/** `person` is a code. */
export interface SetAttributes {
    type: 'setAttributes'; grid: number; attributes: Partial<Omit<GridWords, 'person'> & { person: string | null }>;
}
/** All land as it was at a revision; comes of restoring one, and can't be sent. */
export interface Restore { type: 'restore'; revision: number }
export type Command = Reshape | MoveNode | Split | Merge | Transfer | Create | Delete | SetAttributes | Restore;
export interface Actor { id: number; name: string }
export interface GridWords {
    name: string | null; kind: string | null; parent: number | null; person: PersonRef | null;
    target_new_subscribers: number | null; target_renewal_rate: number | null; yellow_cards: number | null;
}
export interface GridChange {
    id: number; code: string; name: string | null; change: 'new' | 'gone' | 'reshaped' | 'vertices' | 'attributes';
    before: Figures; after: Figures; attributes_before: GridWords | null; attributes_after: GridWords | null;
    geometry?: Areal | null;
}
/** From whom to whom: grids (null: nobody's land), and the persons in charge of them before and after. */
export interface Hands {
    from: number | null; to: number | null; from_person: PersonRef | null; to_person: PersonRef | null;
}
/** Land that changes hands. */
export interface Strip extends Hands { geometry: Areal }
/** Sums over buildings; null when none of them has it known. */
export interface MovedSums {
    buildings: number; households: number | null; households_unknown: number; subscribers: number | null;
    subscribers_unknown: number; revenue: number | null; revenue_unknown: number;
}
export interface MovedItem { id: number; code: string; name: string | null; from: number | null; to: number | null }
/** The first buildings that change hands; the others come in pages. */
export interface Moved extends MovedSums { items: MovedItem[] }
export interface Flow extends MovedSums, Hands {}
export interface Finding {
    kind: 'compound_cut' | 'several_parts' | 'no_person' | 'overloaded' | 'replacement_due' | 'unassigned'; grid: number | null;
    detail: string | null; position: Point | null;
}
export interface Result { grids: GridChange[]; strips: Strip[]; moved: Moved; flows: Flow[]; findings: Finding[] }
/** Why a plan no longer fits the live grids. `arcs`: borders of then and of now that differ. */
export interface Conflict {
    detail: string; remedy: string; position_in_plan?: number; arcs?: Point[][];
    grids?: { id: number; code?: string; expected_version: number; actual_version?: number }[];
}
export type Status = 'draft' | 'submitted' | 'returned' | 'approved' | 'published';
export interface PlanCommand { position: number; command: Command; undone: boolean; author: Actor | null; at: string }
/** Without result when it was listed, published, or in conflict. */
interface PlanWords {
    id: number; name: string; status: Status; version: number; base_revision: number; author: Actor | null;
    created_at: string; updated_at: string; changed_by: Actor | null;
}
export interface Plan extends PlanWords { commands: PlanCommand[]; result?: Result | null; conflict?: Conflict }
/** What is new after a command: the plan without its commands, the command, and what it alone does. */
export interface Added { plan: PlanWords; command: PlanCommand; result: Result }
/** A plan in the list of them; `command_count` without those undone. */
export interface PlanSummary extends PlanWords { command_count: number; comment_count: number }
/**
 * What the feed says of a plan that has changed, by whatever; of null: many have. A deleted one has neither version nor comments.
 */
export interface PlanChange { plan: number | null; status?: Status | 'deleted'; version?: number; comments?: number }
/** Long work; `by`: null for the command line. What is null can't be told. */
export interface Job {
    id: number; kind: string; subject: string; cancelling: boolean;
    state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
    done: number | null; total: number | null; unit: string; rate: number | null; seconds_left: number | null;
    created_at: string; began_at: string | null; ended_at: string | null; by: Actor | null;
    problem: { detail: string; remedy: string; extra: { reason?: string } } | null;
    /** Of a backup, and where it is read from the list: can the file be fetched from this server? */
    file_here?: boolean;
}
export interface PlanEvent {
    kind: 'created' | 'renamed' | 'rebased' | 'submitted' | 'withdrawn' | 'returned' | 'approved' | 'published'; at: string;
    actor: Actor | null; note: string | null;
}
export interface PlanComment { id: number; grid: number | null; at: string; author: Actor | null; note: string }
/** Somebody who works on a plan, and the grids in hand. */
export interface Editor { account: number; name: string; since: string; grids: number[] }
export interface Revision {
    id: number; name: string; plan: number; published_at: string; author: Actor | null; approver: Actor | null;
    publisher: Actor | null;
}
/** What lies between two revisions; the figures are those kept when each was published, by the id of the grid. */
export interface Comparison {
    from: number; to: number; result: Result; figures_then: Record<string, Figures> | null;
    figures_now: Record<string, Figures> | null;
}
export interface Found {
    type: 'grid' | 'building'; id: number; code: string; name: string | null; detail: string | null; bbox: Bbox;
}
export interface ProblemBody {
    type: string; title: string; status: number; detail?: string; remedy?: string; reason?: string; position?: Point;
    roles?: string[]; grid?: number; outcome?: 'unknown'; retry_after_seconds?: number;
    expected_version?: number; actual_version?: number;
    grids?: Conflict['grids']; arcs?: Point[][]; position_in_plan?: number;
}
export interface TileJson {
    minzoom: number; maxzoom: number; vector_layers: { id: string; minzoom?: number; maxzoom?: number }[];
}
/** A map to lie under the grids; of `tiles` one layer lies over the other, each on servers that share the work. */
export interface Basemap {
    id: string; title: Record<string, string>; crs: 'WGS84' | 'GCJ-02'; minzoom: number; maxzoom: number;
    attribution: string | null; attribution_url: string | null; format: 'raster' | 'vector'; tile_size: number; tiles: string[][];
    /** Of a vector one: how its features are drawn. */
    kinds?: [string, string, string, string, string][];
}
/** `chosen`: for admins, what was chosen in words, of which a change starts from the version. */
export interface BasemapList { basemaps: Basemap[]; chosen: { version: number; words: string[] } | null }
export interface Change { revision: number; layer: string; bbox: Bbox | null }
/** A role; neither branch nor grid: everywhere. */
export interface Grant { role: string; branch: number | null; grid: number | null }
export interface Session {
    account: {
        id: number; name: string; display_name: string; must_change_password: boolean; grants: Grant[];
        /** Whose account it is, and of which grids they are in charge. */
        person: { code: string; name: string | null; grids: number[] } | null;
    } | null;
    roles: string[]; csrf: string | null; anonymous: 'viewer' | 'none'; oidc: boolean; basemaps: boolean;
    demo_accounts: { name: string; password: string }[];
}
export interface Account {
    id: number; version: number; name: string; display_name: string | null; grants: Grant[]; disabled: boolean;
    /** The code of the person whose account it is. */
    person: string | null;
    must_change_password: boolean; signs_in_by: 'password' | 'oidc'; created_at: string; one_time_password?: string | null;
}
export interface Token {
    id: number; name: string; grants: Grant[]; created_at: string; expires_at: string; used_at: string | null; token?: string;
}
export interface AuditEntry {
    id: number; at: string; actor: string | null; action: string; subject: string | null; detail: Record<string, unknown>;
    address: string | null;
}
export interface AuditPage { entries: AuditEntry[]; next: number | null }
