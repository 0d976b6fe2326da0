/**
 * Tiles of one set of layers: fetched once, decoded once, kept while there is room, revalidated when a change meets them.
 *
 * A tile that several view tiles wait for is one request; when the last of them gives up, the request is aborted. A stale tile
 * is still answered at once: the picture changes when the new one has come, so nothing flickers and nothing is lost offline.
 */

import { decode, weight } from '../core/mvt.js';
import { meets, tileBounds } from '../core/mercator.js';

/** @typedef {import('../core/mercator.js').Bbox} Bbox */
/** @typedef {Record<string, import('../core/mvt.js').FlatLayer>} Tile */
/** @typedef {{z: number, x: number, y: number}} Address */
/**
 * @typedef {object} Entry
 * @property {Address} at
 * @property {Tile | null} tile
 * @property {boolean} stale
 * @property {number} weight
 * @property {Set<symbol>} waiting
 * @property {AbortController | null} controller
 * @property {Promise<Tile> | null} arriving
 */
/**
 * @typedef {object} TileSource
 * @property {string} layers
 * @property {number} minzoom
 * @property {number} maxzoom
 * @property {(at: Address) => Tile | null} peek what is there now, stale or not
 * @property {(at: Address, who: symbol) => Promise<Tile>} load
 * @property {(at: Address, who: symbol) => void} release gives up waiting
 * @property {(bbox: Bbox | null) => void} invalidate marks what meets the box (null: all) as to be fetched again
 * @property {(addresses: Address[]) => Promise<Address[]>} refresh fetches those of them that are stale; answers which came anew
 */

/** Of decoded tiles, per source. */
const ROOM = 48 * 1024 * 1024;

/**
 * @param {{layers: string, minzoom: number, maxzoom: number, room?: number, query?: () => string,
 *     addressOf?: (at: Address) => string, read?: (bytes: ArrayBuffer) => Tile,
 *     fetch?: (url: string, init: RequestInit) => Promise<Response>, report?: (error: Error | null) => void}} options
 *     `layers` as in the tile path; `query` is added to it; `addressOf` and `read` for tiles of others; `report`
 *     hears of each failure, and null when no tile that is waited for has failed
 * @returns {TileSource}
 */
export function createTileSource({
    layers,
    minzoom,
    maxzoom,
    room = ROOM,
    query = () => '',
    addressOf = at => `/tiles/${layers}/${at.z}/${at.x}/${at.y}.mvt${query()}`,
    read = decode,
    fetch = globalThis.fetch.bind(globalThis),
    report = () => {},
}) {
    /** @type {Map<string, Entry>} in order of last use */
    const entries = new Map();
    /** Whose last request failed. @type {Set<Entry>} */
    const failed = new Set();
    let held = 0;

    /** It is there, or nobody waits for it any more. @param {Entry} entry */
    function mended(entry) {
        failed.delete(entry);
        if (!failed.size) report(null);
    }

    /** @param {Address} at */
    const keyOf = at => `${at.z}/${at.x}/${at.y}`;

    /** @param {Address} at */
    function entryOf(at) {
        const key = keyOf(at);
        const entry = entries.get(key) ?? {
            at: { z: at.z, x: at.x, y: at.y },
            tile: null,
            stale: false,
            weight: 0,
            waiting: new Set(),
            controller: null,
            arriving: null,
        };
        entries.delete(key);
        entries.set(key, entry);
        return entry;
    }

    /** @param {Entry} entry @param {RequestCache} cache @returns {Promise<Tile>} */
    function request(entry, cache) {
        const controller = new AbortController();
        const arriving = (async () => {
            try {
                const response = await fetch(addressOf(entry.at), { signal: controller.signal, cache });
                if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
                const tile = response.status === 204 ? {} : read(await response.arrayBuffer());
                if (entry.controller === controller) settle(entry, tile);
                mended(entry);
                return tile;
            } catch (error) {
                if (!controller.signal.aborted && entry.waiting.size) {
                    failed.add(entry);
                    report(/** @type {Error} */ (error));
                }
                throw error;
            } finally {
                if (entry.controller === controller) entry.arriving = entry.controller = null;
            }
        })();
        entry.controller = controller;
        entry.arriving = arriving;
        arriving.catch(() => {});
        return arriving;
    }

    /** @param {Entry} entry @param {Tile} tile */
    function settle(entry, tile) {
        held += weight(tile) - entry.weight;
        entry.weight = weight(tile);
        entry.tile = tile;
        entry.stale = false;
        for (const [key, oldest] of entries) {
            if (held <= room) break;
            if (oldest === entry || oldest.waiting.size || oldest.arriving) continue;
            held -= oldest.weight;
            entries.delete(key);
        }
    }

    return {
        layers,
        minzoom,
        maxzoom,
        peek: at => entries.get(keyOf(at))?.tile ?? null,
        load(at, who) {
            const entry = entryOf(at);
            entry.waiting.add(who);
            if (entry.tile && !entry.stale) return Promise.resolve(entry.tile);
            return entry.arriving ?? request(entry, entry.stale ? 'no-cache' : 'default');
        },
        release(at, who) {
            const entry = entries.get(keyOf(at));
            if (!entry) return;
            entry.waiting.delete(who);
            if (entry.waiting.size) return;
            if (failed.has(entry)) mended(entry);
            if (entry.controller) {
                entry.controller.abort();
                entry.arriving = entry.controller = null;
                if (!entry.tile) entries.delete(keyOf(at));
            }
        },
        invalidate(bbox) {
            for (const entry of entries.values()) {
                if (bbox && !meets(bbox, tileBounds(entry.at.z, entry.at.x, entry.at.y))) continue;
                entry.stale = true;
                if (!entry.arriving) continue;
                // what is under way may be older than the change
                entry.controller?.abort();
                entry.arriving = entry.controller = null;
            }
        },
        async refresh(addresses) {
            const stale = addresses.map(entryOf).filter((entry, i, all) => entry.stale && all.indexOf(entry) === i);
            const results = await Promise.allSettled(stale.map(entry => entry.arriving ?? request(entry, 'no-cache')));
            return stale.filter((_, i) => results[i].status === 'fulfilled').map(entry => entry.at);
        },
    };
}
