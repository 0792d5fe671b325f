// The day of a finding, drawn: a lane for the customer and one for the member of staff, what was planned as a line and
// what was registered as a bar. How an end came is told by shape as well as by colour, the finding's visits are numbered,
// and a table beside it says the same in words.

const svg = (name, attributes = {}, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const HOUR = 3600;
/** Heights in the drawing's units: a lane's heading, a row of visits, the axis. */
const [HEADING, ROW, AXIS] = [24, 44, 24];
/** Room at the left and right of the hours, so that a shape at an end is whole. */
const EDGE = 16;

/** The day and lanes of a finding: `marked` are its visits in their order, `main` the one whose people have the lanes. */
class Day {
  constructor(visits, marked, main) {
    this.visits = visits;
    this.marked = marked;
    this.main = main;
    const day = Math.floor(visits.when(main) / DAY);
    // A chain over midnight is one drawing; visits of other days stand in the table alone.
    const onDay = (visit) => this.spanOf(visit).some((time) => Math.floor(time / DAY) === day);
    const near = marked.filter((visit) => this.spanOf(visit).some((time) => Math.abs(Math.floor(time / DAY) - day) <= 1));
    this.lanes = [];
    const seen = new Set();
    const lane = (column, kind, visit) => {
      const id = visits[column].at[visit];
      const of = visits.of(column, id).filter((other) => onDay(other) || near.includes(other));
      if (id < 0 || seen.has(`${column}${id}`)) return;
      seen.add(`${column}${id}`);
      of.forEach((other) => seen.add(other));
      this.lanes.push({ title: say(words.lane[kind], { id: visits.named(column, visit) }), kind, rows: this.stacked(of) });
    };
    lane("customer", "customer", main);
    lane("staff", "staff", main);
    for (const visit of near) if (!seen.has(visit)) lane("staff", "staff", visit);
    this.drawn = [...new Set(this.lanes.flatMap((of) => of.rows.flat()))];
    this.told = [...new Set([...this.drawn, ...marked])].sort((a, b) => visits.when(a) - visits.when(b) || a - b);
    this.bounds();
  }

  /** Every time of a visit. */
  spanOf(visit) {
    const times = ["start", "stop", "plannedStart", "plannedStop"].map((column) => this.visits.time(column, visit));
    return times.filter((time) => time !== null);
  }

  /** Begin and end of the bar; an end without a time stands where it was planned, else a quarter of an hour away. */
  bar(visit) {
    if (!this.visits.performed(visit)) return null;
    const [start, stop] = [this.visits.time("start", visit), this.visits.time("stop", visit)];
    if (start === null && stop === null) return null;
    const from = start ?? Math.min(this.visits.time("plannedStart", visit) ?? stop - HOUR / 4, stop);
    const to = stop ?? Math.max(this.visits.time("plannedStop", visit) ?? start + HOUR / 4, start);
    return { from: Math.min(from, to), to: Math.max(from, to), start, stop };
  }

  /** Visits in as few rows as let none lie over another. */
  stacked(visits) {
    const rows = [];
    for (const visit of visits.slice().sort((a, b) => Math.min(...this.spanOf(a)) - Math.min(...this.spanOf(b)))) {
      const times = this.spanOf(visit);
      const row = rows.find((of) => of.end <= Math.min(...times)) ?? rows[rows.push({ visits: [], end: 0 }) - 1];
      row.visits.push(visit);
      row.end = Math.max(...times);
    }
    return rows.map((row) => row.visits);
  }

  /** Whole hours around everything, six at the least. */
  bounds() {
    const times = this.drawn.flatMap((visit) => this.spanOf(visit).concat(Object.values(this.bar(visit) ?? {})).filter((time) => time !== null));
    this.from = Math.floor(Math.min(...times) / HOUR) * HOUR;
    this.to = Math.ceil(Math.max(...times) / HOUR) * HOUR;
    const short = 6 * HOUR - (this.to - this.from);
    if (short > 0) {
      this.from -= Math.ceil(short / HOUR / 2) * HOUR;
      this.to += Math.floor(short / HOUR / 2) * HOUR;
    }
  }

  number(visit) {
    const at = this.marked.indexOf(visit);
    return at < 0 ? "" : String(at + 1);
  }

  draw(width) {
    const height = this.lanes.reduce((sum, lane) => sum + HEADING + lane.rows.length * ROW, 0) + AXIS;
    const x = (time) => EDGE + ((time - this.from) / (this.to - this.from)) * (width - 2 * EDGE);
    const drawing = svg(
      "svg",
      { class: "day", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": "day-title day-said" },
      svg("title", { id: "day-title" }, words.dayTitle),
      svg("desc", { id: "day-said" }, words.daySaid),
      svg("defs", {}, svg("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("rect", { class: "no", width: 5, height: 5 }), svg("path", { class: "hatching", d: "M0 0V5" }))),
    );
    drawing.append(this.axis(x, width, height));
    let top = 0;
    for (const lane of this.lanes) {
      drawing.append(svg("text", { class: "lane", x: EDGE, y: top + 16 }, lane.title));
      top += HEADING;
      for (const row of lane.rows) {
        row.forEach((visit) => drawing.append(this.visit(visit, lane.kind, x, top)));
        top += ROW;
      }
    }
    return drawing;
  }

  axis(x, width, height) {
    const all = [];
    const hours = (this.to - this.from) / HOUR;
    const step = [1, 2, 3, 6].find((each) => (width / hours) * each > 44) ?? 12;
    for (let time = this.from; time <= this.to; time += HOUR) {
      const said = (time / HOUR) % step === 0;
      all.push(svg("path", { class: said ? "hour said" : "hour", d: `M${x(time).toFixed(1)} ${HEADING - 4}V${height - AXIS + 4}` }));
      if (said) all.push(svg("text", { class: "clock", x: x(time).toFixed(1), y: height - 6, "text-anchor": "middle" }, this.visits.clock(time)));
    }
    return svg("g", {}, ...all);
  }

  visit(visit, kind, x, top) {
    const group = svg("g", { class: this.number(visit) ? "visit asked" : "visit" });
    const [from, to] = [this.visits.time("plannedStart", visit), this.visits.time("plannedStop", visit)];
    if (from !== null && to !== null) group.append(svg("path", { class: "plan", d: `M${x(from).toFixed(1)} ${top + 37}H${x(to).toFixed(1)}M${x(from).toFixed(1)} ${top + 34}v6M${x(to).toFixed(1)} ${top + 34}v6` }));
    const bar = this.bar(visit);
    if (bar) {
      const [left, right] = [x(bar.from), Math.max(x(bar.to), x(bar.from) + 2)];
      const of = this.visits.receipts(visit);
      const lacking = bar.start === null || bar.stop === null;
      group.append(svg("rect", { class: `time ${lacking ? "lacking" : of}`, x: left.toFixed(1), y: top + 13, width: (right - left).toFixed(1), height: 16 }));
      group.append(this.end(x(bar.start ?? bar.from), top + 21, bar.start === null ? null : this.visits.in[visit]));
      group.append(this.end(x(bar.stop ?? bar.to), top + 21, bar.stop === null ? null : this.visits.out[visit]));
    }
    const middle = x(bar ? (bar.from + bar.to) / 2 : (from + to) / 2);
    const other = kind === "customer" ? "staff" : "customer";
    const asked = this.number(visit);
    if (asked) group.append(svg("text", { class: "number", x: middle.toFixed(1), y: top + 9, "text-anchor": "middle" }, `▼\u00a0${asked}`));
    group.append(svg("title", {}, `${this.visits.span("start", "stop", visit)} ${this.visits.named(other, visit)}`));
    return group;
  }

  /** A dot is a receipt, a square was typed in, a diamond came in another way, a cross has no time. */
  end(x, y, method) {
    const shape = method === null ? "lacks" : this.visits.methods[method].shape;
    const at = (dx, dy) => `${(x + dx).toFixed(1)} ${y + dy}`;
    const paths = {
      square: `M${at(-5, -5)}h10v10h-10z`,
      diamond: `M${at(0, -7)}l7 7l-7 7l-7 -7z`,
      lacks: `M${at(-5, -5)}l10 10M${at(5, -5)}l-10 10`,
    };
    return shape === "dot"
      ? svg("circle", { class: "end dot", cx: x.toFixed(1), cy: y, r: 5.5 })
      : svg("path", { class: `end ${shape}`, d: paths[shape] });
  }

  legend() {
    const shapes = [["dot", words.shape.dot], ["square", words.shape.square], ["diamond", words.shape.diamond], ["lacks", words.shape.lacks]];
    const end = { dot: 0, square: 1, diamond: 2, lacks: null };
    const sample = (shape) => {
      const methods = [{ shape: "dot" }, { shape: "square" }, { shape: "diamond" }];
      const drawn = this.end.call({ visits: { methods } }, 9, 9, end[shape]);
      return svg("svg", { class: "sample", viewBox: "0 0 18 18", width: 18, height: 18 }, drawn);
    };
    const plan = svg("svg", { class: "sample", viewBox: "0 0 30 18", width: 30, height: 18 }, svg("path", { class: "plan", d: "M3 9H27M3 6v6M27 6v6" }));
    const entries = shapes.map(([shape, said]) => element("span", {}, sample(shape), said));
    return element("p", { class: "legend", "aria-hidden": "true" }, ...entries, element("span", {}, plan, words.shape.plan), element("span", {}, words.shape.asked));
  }

  /** How many days lie between the first and the last of the finding's visits, both counted. */
  get days() {
    const days = this.marked.map((visit) => Math.floor(this.visits.when(visit) / DAY));
    return Math.max(...days) - Math.min(...days) + 1;
  }

  table(caption, told) {
    const heads = words.visitHeads;
    const columns = ["asked", "time", "planned", "start", "stop", "customer", "staff", "service", "visit", "rows"];
    const v = this.visits;
    const day = v.date(v.when(this.main));
    const end = (column, method, visit) => (v.time(column, visit) === null ? words.missing : v.methods[v[method][visit]].name);
    const cell = {
      asked: (visit) => this.number(visit),
      time: (visit) => {
        const said = v.performed(visit) ? v.span("start", "stop", visit) : words.notPerformed;
        const of = v.date(v.when(visit));
        return of === day ? said : `${shownDate(of)} ${said}`;
      },
      planned: (visit) => v.span("plannedStart", "plannedStop", visit),
      start: (visit) => end("start", "in", visit),
      stop: (visit) => end("stop", "out", visit),
      customer: (visit) => v.named("customer", visit),
      staff: (visit) => v.named("staff", visit),
      service: (visit) => v.named("service", visit),
      visit: (visit) => v.ids[visit],
      rows: (visit) => v.rowsOf(visit),
    };
    const line = (visit) => element("tr", { class: this.number(visit) ? "asked" : null }, ...columns.map((column) => element("td", { class: column }, cell[column](visit))));
    return element(
      "div",
      { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
      element("table", {}, element("caption", {}, caption),
        element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, heads[column])))),
        element("tbody", {}, ...told.map(line))),
    );
  }
}
