// Rows as columns of positions in dictionaries. A dictionary stands in the order in which its texts sort, so rows are
// filtered and sorted by comparing whole numbers; -1 is an empty cell.

class Rows {
  constructor(length, columns) {
    this.length = length;
    this.columns = columns;
    this.by = new Map(columns.map((column) => [column.key, column]));
  }

  text(key, row) {
    const column = this.by.get(key);
    return column && column.at[row] >= 0 ? column.values[column.at[row]] : "";
  }

  /** The rows that pass every filter: of a column by its key, or `text` for words in any column. */
  filtered(filters) {
    let rows = Array.from({ length: this.length }, (_, row) => row);
    for (const [key, wanted] of Object.entries(filters)) {
      const passes = key === "text" ? this.anywhere(wanted) : this.within(this.by.get(key), wanted);
      rows = rows.filter(passes);
    }
    return rows;
  }

  /** A column's filter: values of it where they are written so, by comma where they are several, else whatever holds the text. */
  within(column, wanted) {
    if (!column) return () => true;
    const small = wanted.toLowerCase();
    const several = new Set([small, ...(column.key === "rule" ? small.split(",") : [])]);
    const names = column.slugs ?? column.values;
    const same = names.map((name) => several.has(name.toLowerCase()));
    const hits = same.includes(true) ? same : names.map((name) => name.toLowerCase().includes(small));
    return (row) => column.at[row] >= 0 && hits[column.at[row]];
  }

  /** The text stands in some column; where it stands in none, each of its words does. */
  anywhere(text) {
    const small = text.toLowerCase().replace(/\s+/g, " ").trim();
    const whole = this.holding(small);
    const tests = whole.length ? [whole] : small.split(" ").map((word) => this.holding(word));
    return (row) => tests.every((hits) => hits.some(([at, hit]) => at[row] >= 0 && hit[at[row]]));
  }

  /** The columns that hold a word somewhere, with where. A date is found as it is written and as it is shown. */
  holding(word) {
    const holds = (text) => text.toLowerCase().replace(/\u00a0/g, " ").includes(word);
    const hit = (column) => column.values.map(column.date ? (text) => holds(text) || holds(shownDate(text)) : holds);
    return this.columns.map((column) => [column.at, hit(column)]).filter(([, hits]) => hits.includes(true));
  }

  /** Rows in the order of a column, empty cells last either way; rows that are alike keep their order. */
  sorted(rows, key, down) {
    const column = this.by.get(key);
    if (!column) return rows;
    const [at, last] = [column.at, column.values.length];
    const place = down ? (row) => (at[row] < 0 ? last : -at[row]) : (row) => (at[row] < 0 ? last : at[row]);
    return rows.slice().sort((a, b) => place(a) - place(b) || a - b);
  }
}
