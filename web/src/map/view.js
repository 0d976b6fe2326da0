/** The map: its layers put together and kept in step with the state and with the server's changes. */

import L from 'leaflet';
import { onGridsHere, store, gridHere, gridsById, gridsHere, paint, penetration, formats, noteFailure } from '../data/state.js';
import { latOf, lonOf, union } from '../core/mercator.js';
import { createTileSource } from '../tiles/source.js';
import { addressOf, createTileLayer } from './tile-layer.js';
import { featuresById } from './trace.js';
import { properties, property } from '../core/mvt.js';
import { phone } from '../parts/dom.js';
import { paintGround } from './ground.js';
import { fillPainter } from './fill.js';
import { marksPainter, BUILDING_COLOURS_FROM } from './marks.js';
import { createHighlight } from './highlight.js';
import { createLabels } from './labels.js';
import { labelled, levelShown } from '../core/level.js';
import { leafAt, thingAt } from './pick.js';

/** @typedef {import('../core/mercator.js').Bbox} Bbox */
/** @typedef {ReturnType<typeof createView>} MapView */
/** `trace` adds the outline to a path, nothing of a gone grid. @typedef {{trace: import('./highlight.js').Trace}} Shape */
/**
 * A draft's own shapes: of a grid, null when it is as published; the grid at a place in degrees, null when none that the draft
 * draws; the land that has another owner than in the tiles, with that of the gesture under way.
 * @typedef {{shape: (id: number) => Shape | null, at: (p: [number, number]) => number | null,
 *     land: () => import('./fill.js').Land[]}} Drafted
 */

/** The layers that are fetched together; a switch of one costs no refetch of another group. */
const GROUPS = { ground: 'base', grids: 'grids,branches', buildings: 'buildings', points: 'ports,sightings' };

/** Those that a past revision has otherwise: borders, and which grid a building is in. */
const PAST = ['grids', 'buildings'];
/** @type {import('../core/contract.js').Grid[]} */
const NONE = [];

/** Deeper zooms are drawn from this one's tiles: a unit of theirs is 15 cm, a pixel at the deepest zoom of the map. */
const DEEPEST = 16;
/** From this zoom on there is room for the names of compounds and the numbers of houses, which the deepest tiles tell. */
const ADDRESSES_FROM = 17;
const fingers = matchMedia('(pointer: coarse)');
/** Pixels at the left that the card of metric and legend covers. */
const CONTROL = 292;

/**
 * @param {HTMLElement} container
 * @param {import('../core/contract.js').TileJson} tileJson of all layers
 * @param {() => void} firstPaint called once, when a tile has been painted
 */
export function createView(container, tileJson, firstPaint) {
    const map = L.map(container, { zoomControl: false, fadeAnimation: false, minZoom: 3, maxZoom: 20, maxBoundsViscosity: 0.8 });
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);

    const known = tileJson.vector_layers.map(l => l.id);
    const sources = /** @type {Record<keyof typeof GROUPS, import('../tiles/source.js').TileSource>} */ (
        Object.fromEntries(
            Object.entries(GROUPS).map(([group, layers]) => [
                group,
                createTileSource({
                    layers:
                        layers
                            .split(',')
                            .filter(l => known.includes(l))
                            .join(',') || layers,
                    minzoom: tileJson.minzoom,
                    maxzoom: Math.min(tileJson.maxzoom, DEEPEST),
                    query() {
                        const { revision } = store.get();
                        return PAST.includes(group) && revision !== null ? `?revision=${revision}` : '';
                    },
                    report: error =>
                        noteFailure(`tiles.${group}`, error, () => retry(/** @type {keyof typeof GROUPS} */ (group))),
                }),
            ]),
        )
    );

    const wants = (/** @type {string[]} */ ...names) =>
        names.some(name => known.includes(name) && store.get().layers.includes(name));
    /** Grids are always loaded: they answer the hover and the click. */
    const markSources = () => [
        ...(known.includes('grids') ? [sources.grids] : []),
        ...(wants('buildings') ? [sources.buildings] : []),
        ...(wants('ports', 'sightings') ? [sources.points] : []),
    ];
    /** Of a basemap that is drawn like the ground, in its place. @type {import('../tiles/source.js').TileSource | null} */
    let other = null;
    const groundSource = () => other ?? (wants('base') && !store.get().covered ? sources.ground : null);
    const ground = createTileLayer(map, {
        pane: 'ground',
        zIndex: 210,
        sources: () => [groundSource() ?? []].flat(),
        paint: paintGround,
    });
    const fill = createTileLayer(map, {
        pane: 'fill',
        zIndex: 310,
        sources: () => (wants('grids') ? [sources.grids] : []),
        paint: fillPainter(() => ({
            table: ['grid', 'spots'].includes(store.get().mode) ? paint() : null,
            isolated: store.get().isolated,
            drafted: store.get().mode === 'grid' && drafted ? { has: id => !!drafted?.shape(id), land: drafted.land() } : null,
        })),
    });
    /** Those who draw see what they draw: the leaves. */
    const shown = () => {
        const { list, level, planId, tool, mode, compared } = store.get();
        const leaves = planId !== null || compared !== null || tool !== 'select' || mode === 'spots';
        return leaves ? null : levelShown(list?.grids ?? NONE, map.getZoom(), level);
    };
    let painted = false;
    const marks = createTileLayer(map, {
        pane: 'marks',
        zIndex: 330,
        sources: markSources,
        paint: marksPainter(() => ({
            layers: store.get().layers,
            grids: store.get().list?.grids ?? NONE,
            penetration: penetration(),
            points,
        })),
        painted() {
            labels.redraw();
            highlight.redraw();
            points?.look();
            if (store.get().thing?.partial) requestAnimationFrame(completeThing);
            if (painted || !store.get().list) return;
            painted = true;
            requestAnimationFrame(async () => {
                firstPaint();
                [{ drawNames }, tips] = await Promise.all([import('./names.js'), import('./tips.js')]);
                labels.redraw();
            });
        },
    });
    /** Ports and sightings, loaded with the first of them. @type {import('./points.js').Points | null} */
    let points = null;
    store.watch(['layers'], async () => {
        if (points || !wants('ports', 'sightings')) return;
        const { createPoints } = await import('./points.js');
        const minzoom = Object.fromEntries(tileJson.vector_layers.map(l => [l.id, l.minzoom ?? 0]));
        points ??= createPoints(map, marks, sources.points, minzoom);
        marks.repaint();
    });

    /** @type {ReturnType<typeof import('./surface.js').createSurface> | null} loaded when first wanted */
    let surface = null;

    /** @type {ReturnType<typeof import('./cells.js').createCells> | null} likewise */
    let cells = null;

    /** @type {number | null} a grid */
    let hovered = null;
    /** @type {Drafted | null} */
    let drafted = null;
    const highlight = createHighlight(
        map,
        () => marks.tiles().map(t => t.coords),
        () => {
            const { grid, thing } = store.get();
            /** @param {number} id @returns {import('./highlight.js').Target} */
            const asDrawn = id => ({ source: sources.grids, layer: 'grids', id, trace: drafted?.shape(id)?.trace });
            const selected = grid === null ? [] : [asDrawn(grid)];
            if (thing)
                selected.push({
                    source: thing.type === 'building' ? sources.buildings : sources.points,
                    layer: `${thing.type}s`,
                    id: thing.id,
                });
            return { hovered: hovered === null || hovered === grid ? null : asDrawn(hovered), selected };
        },
    );
    /** Loaded after the first picture. @type {typeof import('./names.js').drawNames | null} */
    let drawNames = null;
    /** Likewise. @type {typeof import('./tips.js') | null} */
    let tips = null;
    /** Loaded where the map is near enough. @type {typeof import('./addresses.js').addressesOf | null} */
    let addresses = null;
    const bringAddresses = async () => {
        if (addresses || map.getZoom() < ADDRESSES_FROM) return;
        ({ addressesOf: addresses } = await import('./addresses.js'));
        labels.redraw();
    };
    map.on('zoomend', bringAddresses);
    map.whenReady(bringAddresses);
    const labels = createLabels(map, {
        settled: () => !marks.layer.isLoading(),
        branches: () => (store.get().layers.includes('grids') && store.get().list?.branches) || [],
        others(c, frame, index) {
            const isNear = frame.zoom >= ADDRESSES_FROM && wants('buildings');
            const near = isNear ? addresses?.(marks.tiles(), sources.buildings, frame) : null;
            near?.compounds(c, index);
            const source = groundSource();
            if (source) drawNames?.(c, frame, index, ground.tiles(), source);
            near?.numbers(c, index);
        },
        labels() {
            const { list, layers, metric, grid, mode } = store.get();
            if (!list || !layers.includes('grids')) return [];
            const all = gridsHere();
            const { level, grids: named } = labelled(all, map.getZoom(), store.get().shown);
            const f = formats();
            const selected = gridHere(grid);
            return [...(selected ? [selected] : []), ...named.filter(g => g.id !== grid)].map(g => {
                const lines = () => {
                    const ratio = g.figures.ratios[metric];
                    // a value stands where its colour does
                    const told = mode === 'grid' && (level === store.get().shown || g.id === grid);
                    return [g.name ?? g.code, ...(told && ratio && ratio.value !== null ? [f.metric(metric, ratio.value)] : [])];
                };
                return { grid: g, lines, strong: g.id === grid };
            });
        },
        inside(id, x, y) {
            const leaf = leafThere(x, y);
            let g = leaf === null ? undefined : gridsById().get(leaf);
            for (let level = 0; g && level < 32; level++, g = gridsById().get(g.parent_id ?? -1)) if (g.id === id) return true;
            return false;
        },
    });

    [ground, fill, marks].forEach(l => l.layer.addTo(map));
    [ground, marks].forEach(l => l.layer.on('load', labels.redraw));
    const follow = () => map.whenReady(() => store.set({ shown: shown() }));
    map.on('zoomend', follow);
    store.on(['list', 'level', 'planId', 'tool', 'mode', 'compared'], follow);
    let firstLayers = true;
    store.watch(['classing'], async ({ classing }) => {
        if (classing !== 'thresholds') (await import('./classing.js')).follow();
    });
    store.watch(['layers', 'mode'], async () => {
        if (!firstLayers) [ground, fill, marks].forEach(l => l.reload());
        firstLayers = false;
        const heated = () => store.get().mode === 'surface' && store.get().layers.includes('grids');
        if (heated() && !surface) {
            const { createSurface } = await import('./surface.js');
            surface ??= createSurface(
                map,
                () => store.get(),
                error => noteFailure('tiles.surface', error, () => surface?.refresh([null])),
            );
        }
        if (surface && heated() !== map.hasLayer(surface.layer)) heated() ? surface.layer.addTo(map) : surface.layer.remove();
        const inCells = () => store.get().mode === 'cells' && store.get().layers.includes('grids');
        if (inCells() && !cells) {
            const { createCells } = await import('./cells.js');
            cells ??= createCells(map, error => noteFailure('tiles.cells', error, () => cells?.refresh()));
        }
        if (store.get().mode === 'spots') (await import('./hot-spots.js')).follow();
        if (cells && inCells() !== map.hasLayer(cells.layer)) inCells() ? cells.layer.addTo(map) : cells.layer.remove();
    });
    store.on(['metric', 'bandwidth'], () => {
        if (surface && map.hasLayer(surface.layer)) surface.redraw();
    });
    let wanted = 0;
    /** However much changes until the next frame. */
    const repaint = () => {
        wanted ||= requestAnimationFrame(() => {
            wanted = 0;
            fill.repaint();
            cells?.repaint();
        });
        labels.redraw();
    };
    onGridsHere(repaint);
    store.on(['metric', 'metrics', 'isolated', 'spots', 'breaks', 'compared', 'shown'], repaint);
    store.on(['revision'], () => {
        PAST.forEach(group => sources[/** @type {keyof typeof GROUPS} */ (group)].invalidate(null));
        labels.forget();
        [fill, marks].forEach(l => l.reload());
        cells?.refresh();
    });
    store.on(['metrics', 'only'], marks.repaint);
    store.on(['covered'], () => ground.reload().then(labels.redraw));
    store.on(['grid', 'thing', 'lang', 'wan', 'metric', 'mode', 'layers'], () => {
        labels.redraw();
        highlight.redraw();
    });
    const soften = () => {
        /** @type {HTMLElement} */ (map.getPane('fill')).style.opacity =
            map.getZoom() >= BUILDING_COLOURS_FROM && wants('buildings') ? '0.4' : store.get().covered ? '0.64' : '0.72';
    };
    map.on('zoomend', soften);
    store.on(['layers', 'covered'], soften);
    soften();

    /** Where the last flight is bound for. @type {{centre: import('leaflet').LatLng, zoom: number} | null} */
    let bound = null;
    /** Between two zooms there are no tiles: a flight that is cut short ends where it was bound for. */
    const land = () => {
        if (bound && !Number.isInteger(map.getZoom())) map.setView(bound.centre, bound.zoom, { animate: false });
    };
    container.addEventListener('pointerdown', e => e.isPrimary && land(), true);
    map.on('moveend', () => {
        land();
        if (map.getZoom() !== bound?.zoom) return;
        bound = null;
        // of a flight whose last step fell on its end Leaflet does not tell the tiles that it has ended
        map.fire('viewreset');
    });

    /**
     * Fetches again what changes touch, each tile once; the old picture stays until then.
     * @param {{layer: string, bbox: Bbox | null}[]} changes
     */
    async function refresh(changes) {
        /** @type {Set<import('../tiles/source.js').TileSource>} */
        const stale = new Set();
        for (const { layer, bbox } of changes) {
            const source = {
                base: sources.ground,
                grids: sources.grids,
                branches: sources.grids,
                buildings: sources.buildings,
                ports: sources.points,
                sightings: sources.points,
            }[layer];
            // persons and their grids are in no tile
            if (!source) continue;
            for (const touched of source === sources.grids ? [source, sources.buildings] : [source]) {
                touched.invalidate(bbox);
                stale.add(touched);
            }
        }
        const settled = changes.filter(c => c.layer === 'buildings').map(c => c.bbox);
        if (surface && map.hasLayer(surface.layer) && settled.length) surface.refresh(settled);
        if (changes.some(c => c.layer !== 'base')) cells?.refresh();
        await Promise.all(
            [...stale].map(async source => {
                const users = source === sources.ground ? [ground] : source === sources.grids ? [fill, marks] : [marks];
                const changed = await source.refresh(users.flatMap(l => l.addresses(source)));
                if (source === sources.grids) labels.forget();
                users.forEach(l => l.repaintOf(source, changed));
            }),
        );
    }

    /** Takes the properties of a feature that was found by search from the tile that holds it. */
    function completeThing() {
        const { thing } = store.get();
        if (!thing?.partial) return;
        const source = thing.type === 'building' ? sources.buildings : sources.points;
        for (const { coords } of marks.tiles()) {
            const address = addressOf(source, coords);
            const layer = address && source.peek(address)?.[`${thing.type}s`];
            const i = layer
                ? featuresById(layer)
                      .get(thing.id)
                      ?.find(k => property(layer, k, 'count') === undefined)
                : undefined;
            if (!layer || i === undefined) continue;
            store.set({ thing: { ...thing, properties: { ...properties(layer, i), ...thing.properties }, partial: false } });
            return;
        }
    }

    /** @param {keyof typeof GROUPS} group */
    function retry(group) {
        // what has come stays: the feed tells of what has changed meanwhile
        [ground, fill, marks].forEach(l => l.reload());
    }

    /** The leaf grid at a place in pixels of the zoom, as the draft has it. @param {number} x @param {number} y */
    function leafThere(x, y) {
        const world = 256 * 2 ** map.getZoom();
        const drawn = drafted?.at([lonOf(x / world), latOf(y / world)]) ?? null;
        if (drawn !== null) return drawn;
        const id = leafAt(sources.grids, x, y, map.getZoom());
        return id !== null && drafted?.shape(id) ? null : id;
    }

    /** World pixels of a place in the container. @param {{x: number, y: number}} containerPoint */
    const worldPixel = containerPoint => map.getPixelOrigin().add(map.containerPointToLayerPoint(L.point(containerPoint)));

    return {
        map,
        refresh,
        /**
         * Draws the ground from these tiles; null: from the map's own.
         * @param {import('../tiles/source.js').TileSource | null} s
         */
        useGround(s) {
            other = s;
            ground.reload().then(labels.redraw);
        },
        /** The decoded tiles by group. */
        sources,
        /** The grid of the level that is shown. @param {{x: number, y: number}} p in the container @returns {number | null} */
        gridAt(p) {
            const { x, y } = worldPixel(p);
            const leaf = leafThere(x, y);
            const level = store.get().shown;
            let g = leaf === null || level === null ? undefined : gridsById().get(leaf);
            while (g && g.level > /** @type {number} */ (level)) g = gridsById().get(g.parent_id ?? -1);
            return g?.id ?? leaf;
        },
        leafThere,
        /** As the draft has it. @param {number} id */
        grid: id => gridHere(id) ?? gridsById().get(id),
        /** Of the hexagon there; null where none is shown. @param {{x: number, y: number}} p in the container */
        cellWords(p) {
            const { x, y } = worldPixel(p);
            return cells && map.hasLayer(cells.layer) ? cells.words(x, y) : null;
        },
        /** From now on grids are shown and found in the shape of a draft. @param {Drafted} draft */
        follow(draft) {
            drafted = draft;
        },
        /** The draft has other shapes. */
        reshaped() {
            repaint();
            highlight.redraw();
        },
        /**
         * @param {{x: number, y: number}} p @param {number} [reach] pixels
         * @param {number} [least] no building smaller than that is taken: by default one that no finger, or mouse, could point at
         */
        thingAt(p, reach = fingers.matches ? 18 : 8, least = fingers.matches ? 40 : 24) {
            const { x, y } = worldPixel(p);
            const alone = points?.alone ?? (() => () => false);
            return thingAt(sources, store.get().layers, x, y, map.getZoom(), { reach, least, alone });
        },
        /**
         * Of the thing there, or of those drawn as one mark; null where none is.
         * @param {{x: number, y: number}} p in the container
         */
        thingWords(p) {
            const thing = this.thingAt(p);
            if (thing) return tips?.ofThing(thing) ?? null;
            const { x, y } = worldPixel(p);
            const found = points?.bunchAt(x, y);
            return found ? (tips?.ofBunch(found) ?? null) : null;
        },
        /** @param {number | null} id of a grid */
        hover(id) {
            if (id === hovered) return;
            hovered = id;
            highlight.redraw();
        },
        /** @param {Bbox} bbox @param {{fly?: boolean}} [options] */
        show([w, s, e, n], { fly = true } = {}) {
            // what has no land has no place
            if (![w, s, e, n].every(Number.isFinite)) return;
            const calm = !fly || matchMedia('(prefers-reduced-motion: reduce)').matches;
            const bounds = L.latLngBounds([
                [s, w],
                [n, e],
            ]);
            // the panel is a sheet over the lower half
            if (phone.matches && store.get().panel) {
                map.fitBounds(bounds, {
                    paddingTopLeft: [24, 130],
                    paddingBottomRight: [24, map.getSize().y * 0.56],
                    maxZoom: 17,
                    animate: false,
                });
                return;
            }
            // what the card covers is left out where most of the map is free, else made up for as far as there is room
            const covered = phone.matches ? 0 : CONTROL;
            const aside = map.getSize().x > 2 * covered + 120 ? covered : 0;
            const zoom = Math.min(17, map.getBoundsZoom(bounds, false, L.point(32 + aside, 48)));
            const [west, east] = [map.project([s, w], zoom), map.project([n, e], zoom)];
            const shift = Math.max(0, Math.min(covered, map.getSize().x - (east.x - west.x) - 32)) / 2;
            const centre = map.unproject(west.add(east).divideBy(2).subtract([shift, 0]), zoom);
            if (calm) map.setView(centre, zoom);
            else {
                bound = { centre, zoom };
                map.flyTo(centre, zoom, { duration: 0.6 });
            }
        },
        /** The box around all branches and grids. @returns {Bbox | null} */
        extent() {
            const { list } = store.get();
            return union(
                [...(list?.branches ?? []), ...(list?.grids ?? [])].map(a => a.bbox).filter(b => b?.every(Number.isFinite)),
            );
        },
    };
}
