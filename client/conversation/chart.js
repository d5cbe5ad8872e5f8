/** Draws the trajectory that layout.js lays out. */

import { byId, svg } from "../view/dom.js";
import { layoutTrajectory } from "./layout.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("./fields.js").MessageReading} MessageReading */
/** @typedef {import("./layout.js").Point} Point */

const HEIGHT = 220;
const NAME_WIDTH = 92;

export class TrajectoryChart {
  #i18n;
  #host = byId("trajectory", HTMLElement);
  /** @type {readonly MessageReading[]} */
  #readings = [];

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
    new ResizeObserver(() => this.render()).observe(this.#host);
  }

  /** @param {readonly MessageReading[]} readings */
  setReadings(readings) {
    this.#readings = readings;
    this.render();
  }

  render() {
    const width = Math.floor(this.#host.clientWidth);
    if (width <= NAME_WIDTH) return;
    const size = { width: width - NAME_WIDTH, height: HEIGHT };
    const { points, lines, zeroY } = layoutTrajectory(this.#readings, size);
    const plot = svg("g", { transform: `translate(${NAME_WIDTH} 0)` }, [
      svg("line", { class: "chart-line", x1: 0, x2: size.width, y1: zeroY, y2: zeroY }),
      ...lines.map((line) => drawLine(line)),
      ...points.map((point) => this.#drawPoint(point)),
    ]);
    const box = { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "img" };
    const title = this.#i18n.t("text.chart.description", { count: points.length });
    this.#host.replaceChildren(
      svg("svg", box, [svg("title", {}, [title]), ...this.#drawNames(zeroY), plot]),
    );
    this.#host.dataset.count = String(points.length);
  }

  /** @param {number} zeroY */
  #drawNames(zeroY) {
    const rows = /** @type {const} */ ([
      ["text.chart.pleasant", 14],
      ["text.chart.even", zeroY],
      ["text.chart.unpleasant", HEIGHT - 14],
    ]);
    return rows.map(([key, y]) => svg("text", { class: "chart-name", x: 0, y }, [this.#i18n.t(key)]));
  }

  /** @param {Point} point */
  #drawPoint({ x, y, radius, reading }) {
    const category = reading.emotion?.category ?? "";
    const name = this.#i18n.named(`feeling.${category}`, "text.feeling_other");
    return svg("circle", { class: `point ${lineClass(reading.role)}`, cx: x, cy: y, r: radius }, [
      svg("title", {}, [name]),
    ]);
  }
}

/** @param {readonly Point[]} points of one speaker */
function drawLine(points) {
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const role = points[0]?.reading.role ?? "";
  return svg("polyline", { class: `path ${lineClass(role)}`, points: path });
}

/** @param {string} role */
const lineClass = (role) => (role === "user" ? "of-subject" : "of-other");
