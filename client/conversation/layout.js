/**
 * Where everything on the trajectory chart goes. Pure; chart.js draws it.
 *
 * Conventions: pixels from the top left corner; valence 1 at the top, -1 at the bottom.
 */

/** @typedef {import("./api.js").MessageReading} MessageReading */
/** @typedef {{x: number, y: number, radius: number, reading: MessageReading}} Point */
/**
 * @typedef {object} Trajectory
 * @property {Point[]} points messages that could be read, in their order
 * @property {Point[][]} lines a speaker's points each, to be joined
 * @property {number} zeroY
 */

const MARGIN = 14;
const MIN_RADIUS = 4;
const MAX_RADIUS = 11;

/**
 * @param {readonly MessageReading[]} readings
 * @param {{width: number, height: number}} size
 * @returns {Trajectory}
 */
export function layoutTrajectory(readings, { width, height }) {
  const inner = { width: width - 2 * MARGIN, height: height - 2 * MARGIN };
  const step = readings.length > 1 ? inner.width / (readings.length - 1) : 0;
  const start = readings.length > 1 ? MARGIN : width / 2;
  const yOf = (/** @type {number} */ valence) => MARGIN + ((1 - valence) / 2) * inner.height;
  const points = readings.flatMap((reading, index) =>
    reading.emotion === null
      ? []
      : [
          {
            x: start + index * step,
            y: yOf(reading.emotion.valence),
            radius: MIN_RADIUS + (MAX_RADIUS - MIN_RADIUS) * reading.emotion.intensity,
            reading,
          },
        ],
  );
  const roles = [...new Set(points.map(({ reading }) => reading.role))];
  const lines = roles.map((role) => points.filter(({ reading }) => reading.role === role));
  return { points, lines, zeroY: yOf(0) };
}
