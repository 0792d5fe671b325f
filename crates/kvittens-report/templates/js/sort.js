// Static tables that sort by a column and, where they are long, show the rows that hold a text. Without the script they
// stand as they are. A row of the sum stays last.

const NUMBER = /^[\u2212-]?[\d\u00a0., ]*\d/;

/** A cell's number, or null: `1 234,5 %` and `1,234.5%` alike by the page's language. */
const numberOf = (text) => {
  const found = NUMBER.exec(text);
  if (!found) return null;
  const plain = words.group === "," ? found[0].replace(/,/g, "") : found[0].replace(/[\u00a0 ]/g, "").replace(",", ".");
  return Number.parseFloat(plain.replace("\u2212", "-"));
};

class Static {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.rows = [...this.body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, at) => this.heading(head, at));
    if (this.rows.length > 12) this.filter();
  }

  heading(head, at) {
    if (!head.textContent.trim() || head.querySelector(".hidden")) return;
    const link = head.querySelector("a");
    const name = link ? link.textContent : head.firstChild.textContent;
    const button = element("button", { type: "button", onclick: () => this.sort(head, at) });
    if (link) {
      button.setAttribute("aria-label", say(words.sortBy, { column: name }));
      head.append(button);
    } else {
      button.append(...head.childNodes);
      head.append(button);
    }
    head.setAttribute("aria-sort", "none");
  }

  sort(head, at) {
    // Numbers are asked for from the largest.
    const before = head.getAttribute("aria-sort");
    const text = (row) => (row.cells[at]?.querySelector("b, a") ?? row.cells[at])?.firstChild?.textContent.trim() ?? "";
    const numbers = this.rows.every((row) => !text(row) || numberOf(text(row)) !== null);
    const down = before === "none" ? numbers : before === "ascending";
    for (const other of head.parentNode.cells) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const compare = (a, b) => {
      const [one, two] = [text(a), text(b)];
      if (!one || !two) return !one - !two;
      const by = numbers ? numberOf(one) - numberOf(two) : one.localeCompare(two, document.documentElement.lang, { numeric: true });
      return down ? -by : by;
    };
    const total = (row) => row.classList.contains("total") || row.cells[0].textContent === words.total;
    const sorted = this.rows.slice().sort((a, b) => total(a) - total(b) || compare(a, b));
    this.body.append(...sorted);
  }

  filter() {
    const shown = element("span", { role: "status", "aria-live": "polite", class: "shown" });
    const input = element("input", { type: "search", oninput: () => {
      const wanted = input.value.trim().toLowerCase();
      for (const row of this.rows) row.hidden = !row.classList.contains("total") && !row.textContent.toLowerCase().includes(wanted);
      const left = this.rows.filter((row) => !row.hidden).length;
      shown.textContent = wanted ? say(words.rowsShown, { shown: count(left), all: count(this.rows.length) }) : "";
    } });
    this.table.parentNode.before(element("div", { class: "filters" }, element("label", {}, element("span", {}, words.rowsWith), input), shown));
  }
}
