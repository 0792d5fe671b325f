// A finding, opened: what was seen, what it is held against, the question, the explanations that were looked for, the
// rows it stands on, and the day as a drawing and a table. A dialog: Escape closes it, the arrow keys go to its
// neighbours in the list, and it is what is printed while it is open.

class Detail {
  constructor(findings, list, visits) {
    this.findings = findings;
    this.list = list;
    this.visits = visits;
    this.row = -1;
    this.heading = element("h2", { id: "detalj-rubrik", tabindex: "-1" });
    this.place = element("span", { class: "place", role: "status" });
    this.body = element("div");
    const step = (by) => element("button", { type: "button", onclick: () => this.step(by) }, by < 0 ? words.formerFinding : words.nextFinding);
    [this.former, this.next] = [step(-1), step(1)];
    const close = element("button", { type: "button", class: "close", onclick: () => this.dialog.close() }, words.close);
    this.dialog = element("dialog", { class: "detail", "aria-labelledby": "detalj-rubrik" },
      element("div", { class: "bar-of-detail" }, this.former, this.place, this.next, close), this.heading, this.body);
    this.dialog.addEventListener("close", () => this.closed());
    this.dialog.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by && !event.target.closest(".scroll") && !event.altKey) this.step(by);
    });
    document.body.append(this.dialog);
  }

  /** `within`: the reader came from this page, so that closing goes back. */
  open(id, within) {
    const row = this.findings.ids.indexOf(id);
    if (row < 0) return false;
    this.within = this.dialog.open ? this.within : within;
    this.row = row;
    this.fill();
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTop = 0;
    this.draw();
    this.heading.focus();
    return true;
  }

  /** Another way led out: the address says something else already. */
  shut() {
    this.row = -1;
    if (this.dialog.open) this.dialog.close();
  }

  closed() {
    if (this.row < 0) return;
    const id = this.findings.ids[this.row];
    this.row = -1;
    if (this.within) history.back();
    else address.go(address.write(this.list.state), false);
    this.list.body.querySelector(`a[href="#${id}"]`)?.focus();
  }

  step(by) {
    const at = this.list.order.indexOf(this.row);
    const row = at < 0 ? undefined : this.list.order[at + by];
    if (row !== undefined) address.go(`#${this.findings.ids[row]}`, false), this.open(this.findings.ids[row]);
  }

  fill() {
    const { rows } = this.findings;
    const text = (key) => rows.text(key, this.row);
    const rule = this.findings.rules[text("rule")];
    this.heading.replaceChildren(element("span", { class: "code" }, text("rule")), ` ${rule.name}`);
    const at = this.list.order.indexOf(this.row);
    this.place.textContent = at < 0 ? "" : say(words.of, { at: count(at + 1), all: count(this.list.order.length) });
    this.former.disabled = at <= 0;
    this.next.disabled = at < 0 || at + 1 >= this.list.order.length;
    const fact = (column) => {
      const said = column.date ? shownDate(text(column.key)) : text(column.key);
      const long = said.length > 60 ? "long" : null;
      return said && column.key !== "rule" ? element("div", { class: long }, element("dt", {}, column.head), element("dd", {}, said)) : null;
    };
    const facts = rows.columns.map(fact).filter(Boolean);
    this.body.replaceChildren(
      element("p", { class: "sentence" }, rule.sentence),
      element("dl", { class: "facts-of" }, ...facts),
      ...this.elsewhere(),
      ...this.day(),
      ...this.part("question-of", words.question, "ask"),
      element("h3", {}, words.explained),
      element("p", {}, this.looked(rule)),
      ...this.part("innocent", words.innocent),
      element("p", { class: "ways" }, ...this.ways()),
    );
  }

  /** What data could have explained it, and what it said. */
  looked(rule) {
    const { rows } = this.findings;
    const status = rows.by.get("status");
    const said = rule.explained.length ? say(words.explainedBy, { list: rule.explained.join(", ") }) : words.explainedNone;
    if (status.slugs[status.at[this.row]] !== "open") return `${said} ${say(words.explainedIs, { status: rows.text("status", this.row) })}`;
    return rule.explained.length ? `${said} ${words.explainedOpen}` : said;
  }

  /** A part of the rule's page. */
  part(name, heading, frame) {
    const of = document.querySelector(`#regel-${this.findings.rows.text("rule", this.row)} .${name}`);
    if (!of) return [];
    const made = element("div", { class: frame ?? null }, element("h3", {}, heading));
    made.append(...of.cloneNode(true).childNodes);
    return [made];
  }

  /** In the controller's page the day stands in the provider's report. */
  elsewhere() {
    const { homes, rows } = this.findings;
    const home = homes?.[rows.text("provider", this.row)];
    if (!home || this.findings.trials.includes(rows.text("rule", this.row))) return [];
    return [element("p", {}, element("a", { href: `${home}#${this.findings.ids[this.row]}` }, words.inReport))];
  }

  marked() {
    if (!this.visits.of) return [];
    const all = [this.findings.visit[this.row], ...this.findings.others[this.row]].filter((visit) => visit >= 0);
    const when = (visit) => this.visits.of.when(visit);
    return all.sort((a, b) => when(a) - when(b) || a - b);
  }

  day() {
    const marked = this.marked();
    this.drawing = null;
    if (!marked.length) return [];
    const own = this.findings.visit[this.row];
    const day = new Day(this.visits.of, marked, own < 0 ? marked[0] : own);
    // What is on a person is of many days, and no one of them is the finding's.
    if (own < 0 && day.days > 2) return [element("h3", {}, words.itsVisits), day.table(words.itsVisits, marked)];
    this.drawing = { day, place: element("div", { class: "scroll drawing", role: "region", tabindex: "0", "aria-label": words.dayTitle }) };
    return [element("h3", {}, words.day), this.drawing.place, day.legend(), element("p", { class: "aside" }, words.dayOwn), day.table(words.dayTable, day.told)];
  }

  /** Drawn when the dialog stands, so that its width is known. */
  draw() {
    if (this.drawing) this.drawing.place.replaceChildren(this.drawing.day.draw(Math.max(620, this.drawing.place.clientWidth)));
  }

  /** To the rule's page, and to the visits behind a finding on a person. */
  ways() {
    const text = (key) => this.findings.rows.text(key, this.row);
    const made = [element("a", { href: `#regel-${text("rule")}` }, say(words.rulePage, { rule: text("rule") }))];
    for (const key of ["customer", "staff"].filter((key) => text(key) && this.visits.list)) {
      const href = address.write({ list: "visits", filters: { [key]: text(key) }, sort: "", page: 1 });
      made.push(element("a", { href }, say(words.theirVisits, { who: say(words.lane[key], { id: text(key) }) })));
    }
    return made;
  }
}
