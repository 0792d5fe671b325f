// The provider's visits: columns of times in whole units from the first of the month, and positions in dictionaries.

const DAY = 86400;

class Visits {
  constructor(of) {
    Object.assign(this, of);
    this.first = Date.parse(`${of.first}T00:00:00Z`) / 1000;
    this.groups = new Map();
  }

  get length() {
    return this.ids.length;
  }

  /** Seconds from the first of the month, or null. */
  time(column, visit) {
    const value = this[column][visit];
    return value === null ? null : value * this.seconds;
  }

  /** The time that a visit belongs to: start, else stop, else planned start. */
  when(visit) {
    return this.time("start", visit) ?? this.time("stop", visit) ?? this.time("plannedStart", visit);
  }

  performed(visit) {
    return (this.flags[visit] & 1) !== 0;
  }

  /** Whether the shares of receipts count it. */
  counted(visit) {
    return (this.flags[visit] & 2) !== 0;
  }

  /** `both`, `in`, `out` or `no`. */
  receipts(visit) {
    const [start, stop] = [this.methods[this.in[visit]].receipt, this.methods[this.out[visit]].receipt];
    return start ? (stop ? "both" : "in") : stop ? "out" : "no";
  }

  named(column, visit) {
    const at = this[column].at[visit];
    return at < 0 ? "" : this[column].values[at];
  }

  date(seconds) {
    return new Date((this.first + seconds) * 1000).toISOString().slice(0, 10);
  }

  /** A clock time, with seconds where they are not zero. */
  clock(seconds) {
    if (seconds === null) return "";
    const of = ((seconds % DAY) + DAY) % DAY;
    const [hour, minute, second] = [Math.floor(of / 3600), Math.floor(of / 60) % 60, of % 60];
    return `${two(hour)}:${two(minute)}${second ? `:${two(second)}` : ""}`;
  }

  span(from, to, visit) {
    const [start, stop] = [this.time(from, visit), this.time(to, visit)];
    if (start === null && stop === null) return "";
    return `${this.clock(start) || words.missing}–${this.clock(stop) || words.missing}`;
  }

  /** `tagg.csv:12, 40`: the rows of the export, as a spreadsheet counts them. */
  rowsOf(visit) {
    const said = [];
    const of = this.rows[visit];
    for (let at = 0; at < of.length; at += 2) {
      said.push(at > 0 && of[at] === of[at - 2] ? of[at + 1] : `${this.files[of[at]]}:${of[at + 1]}`);
    }
    return said.join(", ");
  }

  /** The visits of a customer or a member of staff. */
  of(column, id) {
    if (!this.groups.has(column)) {
      const groups = new Map();
      this[column].at.forEach((of, visit) => {
        if (!groups.has(of)) groups.set(of, []);
        groups.get(of).push(visit);
      });
      this.groups.set(column, groups);
    }
    return id < 0 ? [] : this.groups.get(column).get(id) ?? [];
  }

  /** As rows of a list. */
  asRows() {
    const made = (key, head, texts, more = {}) => {
      const values = [...new Set(texts)].filter(Boolean).sort();
      const place = new Map(values.map((value, at) => [value, at]));
      return { key, head, shown: true, values, at: texts.map((text) => place.get(text) ?? -1), ...more };
    };
    const each = (of) => this.ids.map((_, visit) => of(visit));
    const known = (key, head) => ({ key, head, shown: this[key].values.length > 0, ...this[key] });
    const slugged = (key, head, slugs, of, shown) => {
      const place = new Map(slugs.map((slug, at) => [slug, at]));
      return { key, head, shown, slugs, values: slugs.map((slug) => words[key][slug]), at: each((visit) => place.get(of(visit))) };
    };
    const heads = words.visitHeads;
    return new Rows(this.length, [
      made("day", heads.day, each((visit) => this.date(this.when(visit))), { date: true }),
      made("time", heads.time, each((visit) => this.span("start", "stop", visit))),
      made("planned", heads.planned, each((visit) => this.span("plannedStart", "plannedStop", visit))),
      known("customer", heads.customer),
      known("staff", heads.staff),
      known("unit", heads.unit),
      known("service", heads.service),
      slugged("class", heads.class, ["both", "in", "out", "no"], (visit) => this.receipts(visit), true),
      slugged("counted", heads.counted, ["yes", "no"], (visit) => (this.counted(visit) ? "yes" : "no"), false),
      slugged("performed", heads.performed, ["yes", "no"], (visit) => (this.performed(visit) ? "yes" : "no"), false),
      made("visit", heads.visit, this.ids),
      made("rows", heads.rows, each((visit) => this.rowsOf(visit)), { shown: false }),
    ]);
  }
}
