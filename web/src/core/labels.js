/** Where labels go: one index for the whole view, so that a label may cross tile seams and never covers another. */

/** @typedef {[number, number, number, number]} Box min x, min y, max x, max y in pixels */

const BUCKET = 128;

/**
 * @returns {{place: (box: Box) => boolean, placeAll: (boxes: Box[]) => boolean}} `place` says whether the box was free, and
 *     takes it if so; `placeAll` whether all of them were, which may touch each other
 */
export function createLabelIndex() {
    /** @type {Map<string, Box[]>} */
    const buckets = new Map();
    const eachBucket = (/** @type {Box} */ box, /** @type {(key: string) => void} */ visit) => {
        for (let y = Math.floor(box[1] / BUCKET); y <= Math.floor(box[3] / BUCKET); y++) {
            for (let x = Math.floor(box[0] / BUCKET); x <= Math.floor(box[2] / BUCKET); x++) visit(`${x},${y}`);
        }
    };
    const isFree = (/** @type {Box} */ box) => {
        let free = true;
        eachBucket(box, key => {
            free &&= !(buckets.get(key) ?? []).some(b => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]);
        });
        return free;
    };
    const take = (/** @type {Box} */ box) =>
        eachBucket(box, key => {
            const bucket = buckets.get(key);
            if (bucket) bucket.push(box);
            else buckets.set(key, [box]);
        });
    const placeAll = (/** @type {Box[]} */ boxes) => {
        const free = boxes.every(isFree);
        if (free) boxes.forEach(take);
        return free;
    };
    return { place: box => placeAll([box]), placeAll };
}

/**
 * A place for a label inside an area that is only known by asking: tries the middle of the box, then places ever farther out, and
 * takes the first where the whole label would lie inside, else the first where its middle does.
 * @param {Box} box of the area @param {number} width of the label @param {number} height
 * @param {(x: number, y: number) => boolean} inside
 * @returns {[number, number] | null} null when no place tried is inside
 */
export function anchor(box, width, height, inside) {
    const steps = 9;
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    /** @type {[number, number][]} */
    const places = [];
    for (let j = 0; j < steps; j++) {
        for (let i = 0; i < steps; i++) {
            places.push([box[0] + ((box[2] - box[0]) * (i + 0.5)) / steps, box[1] + ((box[3] - box[1]) * (j + 0.5)) / steps]);
        }
    }
    const far = (/** @type {[number, number]} */ p) => Math.hypot(p[0] - middle[0], p[1] - middle[1]);
    places.sort((a, b) => far(a) - far(b));
    /** @type {[number, number] | null} */
    let second = null;
    for (const [x, y] of places) {
        if (!inside(x, y)) continue;
        second ??= [x, y];
        const [w, h] = [width / 2, height / 2];
        if (inside(x - w, y - h) && inside(x + w, y - h) && inside(x - w, y + h) && inside(x + w, y + h)) return [x, y];
    }
    return second;
}
