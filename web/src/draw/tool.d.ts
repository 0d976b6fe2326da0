import type { Command, Result, Strip } from '../core/contract.js';
import type { Point } from '../core/border.js';
import type { Shown } from '../parts/tool-card.js';
import type { Frame } from '../map/overlay.js';
import type { Mark } from './snapping.js';

export interface Snaps { borders?: boolean; streets?: boolean }
/** Something held by the pointer, or by the keyboard between two Enters. */
export interface Drag {
    move(p: Point, reach: number): void;
    drop(): void;
    cancel(): void;
    /** Each place that it passes counts; near those for which this is true nothing else catches. */
    path?: (p: Point, reach: number) => boolean;
    /** More is known of the ways along streets. */
    again?(): void;
    /** By keyboard: what is said when it is taken up. */
    words?: string;
    /** By keyboard: why it can't be dropped here yet; null: it can. */
    notYet?: () => string | null;
    /** By keyboard: takes the last place back; where it is then. */
    back?: () => Point | null;
}
/** A place that Tab goes to. */
export interface Candidate { point: Point; words: string }
/** What a tool wants of pointer and keyboard; what it leaves out does not happen. */
export interface DrawingTool {
    card(): Shown | null;
    /** The pointer is for another; only keys come. */
    keysOnly?: boolean;
    /** It never asks the server. */
    alone?: boolean;
    enter?(): void;
    leave?(): void;
    draws?(): 'line' | 'area' | null;
    /** Whether what is dragged may follow streets. */
    follows?: boolean;
    snaps?: Snaps;
    /** Of the points within a stroke, where they differ. */
    strokeSnaps?: Snaps;
    /** Something there to be dragged. */
    grab?(p: Point, reach: number): Drag | null;
    /** True: it was for the tool, and is no point of a drawing. */
    tap?(p: Point, e: { shiftKey: boolean; reach: number }): boolean;
    /** Taps stay for the tool while something waits to be confirmed. */
    tapsOn?: boolean;
    /** Words for the place. */
    hover?(p: Point, reach: number): string | null;
    /** The pointer has left the map. */
    away?(): void;
    /** What to ask while a drawing grows. */
    drawn?(points: Point[]): Command | null;
    finished?(points: Point[]): void;
    heard?(result: Result | null, reason: string | null): void;
    /** The border that is redrawn. */
    between?(): [number, number | null] | null;
    /** True: there was something to let go of. */
    cancel?(): boolean;
    confirm?(): void;
    key?(e: KeyboardEvent): boolean;
    candidates?(): Candidate[];
    /** Whether land that it gives up leaves the service area. */
    leavesArea?(): boolean;
    stripColour?(strip: Strip): string | CanvasPattern | null;
    paint?(c: CanvasRenderingContext2D, frame: Frame): void;
}
/** What is in hand and drawn; shared by what moves it (pointer, keys) and what it becomes. */
export interface Sketch {
    tool: DrawingTool | null;
    points: Point[];
    /** A stroke under way, points set one by one, or whole and waiting to be confirmed. */
    state: 'stroke' | 'clicks' | 'done' | null;
    /** Whether it was drawn by hand, and not point by point. */
    freehand: boolean;
    /** Where the next point would be. */
    live: Point | null;
    /** What the last point was caught by. */
    mark: Mark | null;
    drag: Drag | null;
    /** Whether a pointer is down on the map for the tool. */
    pressed: boolean;
    /** The keyboard's place, and where it is caught. */
    cursor: { raw: Point; at: Point } | null;
}
