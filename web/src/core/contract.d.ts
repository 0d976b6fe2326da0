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

export interface Person { code: string; name: string; phone: string | null; role: string | null; contract: string | null }

export interface Grid {
    id: number; version: number; code: string; name: string | null; level: number; leaf: boolean; branch: string;
    parent: string | null; parent_id: number | null; kind: string | null; person: string | null; persons: Person[];
    target_new_subscribers: number | null; target_renewal_rate: number | null; area_km2: number; bbox: Bbox; figures: Figures;
}

export interface Border { neighbour: number | null; geometry: { type: 'LineString'; coordinates: Point[] } }
export interface GridDetail extends Grid { geometry: Areal; borders?: Border[] }
export interface Branch { id: number; code: string; name: string | null; bbox: Bbox; area_km2: number; figures: Figures }

export interface GridList {
    seq: number; revision: number; as_of: string; branches: Branch[]; unassigned: Figures; grids: Grid[];
}

export interface Metric { key: string; proportion: boolean; breaks: number[]; colours: string[] }
export interface MetricList { metrics: Metric[]; unknown_colour: string; small_base: number }

interface Line { type: 'LineString'; coordinates: Point[] }
/** In each command null is nobody's land. `outside`: the land given up is no longer part of the branch. */
export interface Reshape { type: 'reshape'; between: [number, number | null]; path: Line; outside?: boolean }
export interface MoveNode { type: 'moveNode'; node: Point; to: Point }
export interface Split { type: 'split'; grid: number; line: Line; parts?: { name: string | null }[] }
export interface Merge { type: 'merge'; grids: number[]; into: number }
export interface Transfer { type: 'transfer'; to: number | null; area?: Areal; buildings?: number[]; outside?: boolean }
export interface Create { type: 'create'; name: string | null; parent: number | null; area: Areal; carve: boolean }
/** Without `to`, each part goes to the neighbour with which it has the longest border. */
export interface Delete { type: 'delete'; grid: number; to?: number | null }
export interface SetAttributes { type: 'setAttributes'; grid: number; attributes: Partial<Attributes> }
export type Command = Reshape | MoveNode | Split | Merge | Transfer | Create | Delete | SetAttributes;
export interface Attributes {
    name: string | null; kind: string | null; parent: number | null; target_new_subscribers: number | null;
    target_renewal_rate: number | null;
}
/** `geometry` is null for a grid that is gone, and left out of previews. */
export interface GridChange {
    id: number; code: string; name: string | null; change: 'new' | 'gone' | 'reshaped' | 'vertices' | 'attributes';
    before: Figures; after: Figures; attributes_before: Attributes | null; attributes_after: Attributes | null;
    geometry?: Areal | null;
}
export interface Strip { from: number | null; to: number | null; geometry: Areal }
export interface Moved {
    buildings: number; households: number | null; subscribers: number | null;
    items: { id: number; code: string; name: string | null; from: number | null; to: number | null }[];
}
export interface Result { grids: GridChange[]; strips: Strip[]; moved: Moved }
export interface Plan {
    id: number; name: string; status: 'draft' | 'published'; version: number; base_revision: number;
    created_at: string; updated_at: string; commands: { position: number; command: Command; undone: boolean }[];
    result?: Result;
}
export interface Found {
    type: 'grid' | 'building'; id: number; code: string; name: string | null; detail: string | null; bbox: Bbox;
}
export interface ProblemBody {
    type: string; title: string; status: number; detail?: string; remedy?: string; reason?: string; position?: Point;
    roles?: string[]; retry_after_seconds?: number;
}
export interface TileJson { minzoom: number; maxzoom: number; vector_layers: { id: string; minzoom?: number; maxzoom?: number }[] }
export interface Change { seq: number; revision: number; layer: string; bbox: Bbox | null }
/** A role; neither branch nor grid: everywhere. */
export interface Grant { role: string; branch: number | null; grid: number | null }
export interface Session {
    account: { id: number; name: string; display_name: string; must_change_password: boolean; grants: Grant[] } | null;
    roles: string[]; csrf: string | null; anonymous: 'viewer' | 'none'; oidc: boolean;
    demo_accounts: { name: string; password: string }[];
}
export interface Account {
    id: number; version: number; name: string; display_name: string | null; grants: Grant[]; disabled: boolean;
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
