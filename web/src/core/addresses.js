/** What is written on a building of the map: its number, as people would say it at the door. */

/** @typedef {{name?: unknown, address?: unknown, compound?: unknown}} Named */

/** More than this is a name and no number. */
const LONGEST = 8;
/** As in 人民路188号, of which the last counts: 394弄52号. */
const CHINESE = /(\d+(?:[-–—之]\d+)*)\s*[号號](?!.*\d[号號])/;
/** As in 12a Lake Road, or Hauptstrasse 12a. */
const LATIN = /^\s*(\d+(?:[-/]\d+)?\s?[a-z]?)\b(?=\s)|\s(\d+(?:[-/]\d+)?\s?[a-z]?)\s*$/i;

/**
 * What its name has besides that of its compound, where it begins with it: 3幢 of 湖滨花园3幢; else the number of its address.
 * @param {Named} building @returns {string | null} null where there is none
 */
export function numberOf({ name, address, compound }) {
    if (typeof name === 'string' && typeof compound === 'string' && compound && name.startsWith(compound)) {
        const rest = name.slice(compound.length).trim();
        if (/^[a-z]?\d/i.test(rest) && rest.length <= LONGEST) return rest;
    }
    if (typeof address !== 'string') return null;
    const chinese = CHINESE.exec(address);
    if (chinese) return `${chinese[1]}号`;
    const latin = LATIN.exec(address.split(',')[0]);
    return (latin?.[1] ?? latin?.[2])?.trim() ?? null;
}
