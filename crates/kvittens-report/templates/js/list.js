// A list: filters, headings that sort, a page of rows at a time. All rows are searched; so many stand in the document
// that the browser does not feel it.

const PAGE = 25;
/** Choices are listed up to here; a longer column is filtered by typing. */
const MOST_CHOICES = 60;

class List {
  /** `of`: name, root, rows, filters (keys), noun, file, and cell(column, row) for cells that are more than texts. */
  constructor(of) {
    Object.assign(this, of);
    this.state = address.plain(this.name);
    this.status = element("p", { class: "shown", role: "status", "aria-live": "polite" });
    this.head = element("tr");
    this.body = element("tbody");
    this.pager = element("p", { class: "pager" });
    this.controls = new Map();
    this.root.append(
      this.form(),
      this.status,
      element(
        "div",
        { class: "scroll", role: "region", tabindex: "0", "aria-label": this.caption },
        element("table", {}, element("caption", { class: "hidden" }, this.caption), element("thead", {}, this.head), this.body),
      ),
      this.pager,
    );
    this.headings();
    this.body.addEventListener("keydown", (event) => this.arrow(event));
    this.root.hidden = false;
    this.show();
  }

  shownColumns() {
    return this.rows.columns.filter((column) => column.shown);
  }

  form() {
    const form = element("div", { class: "filters", role: "search", "aria-label": this.caption });
    for (const key of this.filters) {
      const column = this.rows.by.get(key);
      if (key !== "text" && (!column || column.values.length < 2)) continue;
      const control = key === "text" ? element("input", { type: "search" }) : this.control(column);
      const typed = control.tagName === "INPUT";
      control.addEventListener(typed ? "input" : "change", () => this.change(key, control.value.trim(), !typed));
      this.controls.set(key, control);
      form.append(element("label", {}, element("span", {}, column ? column.head : words.text), control));
    }
    form.append(
      element("button", { type: "button", onclick: () => this.go({ filters: {}, page: 1 }, true) }, words.clear),
      element("button", { type: "button", onclick: () => save(this.file, csv(this.rows, this.order)) }, words.export),
    );
    return form;
  }

  control(column) {
    const slugs = column.slugs ? [...new Set(column.slugs)] : column.values;
    if (slugs.length > MOST_CHOICES) {
      const id = `${this.name}-${column.key}`;
      const listed = element("datalist", { id }, ...slugs.map((value) => element("option", { value })));
      this.root.append(listed);
      return element("input", { type: "search", list: id });
    }
    const called = (slug) => words[column.key]?.[slug] ?? this.called?.(column, slug) ?? (column.date ? shownDate(slug) : slug);
    const options = slugs.map((slug) => element("option", { value: slug }, called(slug)));
    return element("select", {}, element("option", { value: "" }, words.all), ...options);
  }

  headings() {
    this.head.replaceChildren(...this.shownColumns().map((column) => {
      const sorted = this.state.sort.replace("-", "") === column.key;
      const down = sorted && this.state.sort.startsWith("-");
      const next = sorted && !down ? `-${column.key}` : column.key;
      const button = element("button", { type: "button", onclick: () => this.go({ sort: next, page: 1 }, true, column.key) }, column.head);
      button.dataset.key = column.key;
      const order = sorted ? (down ? "descending" : "ascending") : "none";
      return element("th", { scope: "col", class: column.number ? "n" : null, "aria-sort": order }, button);
    }));
  }

  change(key, value, step) {
    const { [key]: _, ...others } = this.state.filters;
    this.go({ filters: value ? { ...others, [key]: value } : others, page: 1 }, step);
  }

  /** Shows another state, and says so in the address. `heading`: which one keeps the focus. */
  go(part, step, heading) {
    this.apply({ ...this.state, ...part });
    if (heading) this.head.querySelector(`[data-key="${heading}"]`)?.focus();
    address.go(address.write(this.state), step);
  }

  /** Shows a state. One that is shown already stays as it is, so that nothing in it loses the focus. */
  apply(state) {
    if (address.write(state) === address.write(this.state)) return;
    this.state = state;
    this.headings();
    this.show();
  }

  show() {
    const { filters, sort } = this.state;
    this.order = this.rows.sorted(this.rows.filtered(filters), sort.replace("-", ""), sort.startsWith("-"));
    const pages = Math.max(1, Math.ceil(this.order.length / PAGE));
    this.state.page = Math.min(this.state.page, pages);
    for (const [key, control] of this.controls) {
      const value = filters[key] ?? "";
      if (document.activeElement === control && value) continue;
      control.value = value;
      // Several rules at once, from a link, are a choice that the list does not offer by itself.
      if (control.value !== value) control.append(new Option(value.replace(/,/g, ", "), value, true, true));
    }
    const said = { shown: count(this.order.length), all: count(this.rows.length), noun: this.noun };
    this.status.textContent = say(this.order.length ? words.shown : words.none, said);
    const from = (this.state.page - 1) * PAGE;
    this.body.replaceChildren(...this.order.slice(from, from + PAGE).map((row) => this.line(row)));
    this.paging(pages);
  }

  line(row) {
    const cells = this.shownColumns().map((column) => {
      const text = this.rows.text(column.key, row);
      const held = this.cell?.(column, row) ?? (column.date ? shownDate(text) : text);
      return element("td", { class: [column.number ? "n" : "", column.key].join(" ").trim() }, held);
    });
    return element("tr", {}, ...cells);
  }

  paging(pages) {
    const to = (page) => () => {
      this.go({ page }, true);
      this.pager.scrollIntoView({ block: "nearest" });
      this.body.querySelector("a")?.focus();
    };
    const { page } = this.state;
    this.pager.replaceChildren(
      element("button", { type: "button", disabled: page <= 1, onclick: to(page - 1) }, words.former),
      element("span", {}, say(words.page, { page: count(page), pages: count(pages) })),
      element("button", { type: "button", disabled: page >= pages, onclick: to(page + 1) }, words.next),
    );
    this.pager.hidden = pages < 2;
  }

  /** Up and down go from a row's link to that of its neighbour. */
  arrow(event) {
    const by = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const link = by && event.target.closest("tr")?.[by]?.querySelector("a");
    if (!link) return;
    event.preventDefault();
    link.focus();
  }
}
