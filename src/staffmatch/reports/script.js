"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const plain = (text) => text.replaceAll("\u00a0", " ").toLowerCase();
  const phone = matchMedia("(max-width: 34rem)");
  const FIRST_ROWS = phone.matches ? 5 : 12;
  const PRINTED_ROWS = 100;
  let printing = false;

  // Sorting

  const order = new Intl.Collator(root.lang, { numeric: true });
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : order.compare(a, b));
  const sort = (head) => {
    const heads = [...head.parentNode.cells];
    const column = heads.indexOf(head);
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of heads) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = head.closest("table").tBodies[0];
    const rows = [...body.rows].map((row) => [key(row, column), row]);
    rows.sort((a, b) => (up ? compare(a[0], b[0]) : compare(b[0], a[0])));
    body.append(...rows.map((pair) => pair[1]));
  };

  // What a reader has chosen: of each kind of key one of which is wanted, and words.

  const form = document.querySelector("form.filters");
  const fields = form ? all("[data-kind]", form) : [];
  const people = all("#people option").map((option) => [plain(option.value), option.dataset.k]);
  const chosen = () => {
    const wanted = [];
    let words = [];
    for (const field of fields) {
      const text = plain(field.value).trim();
      if (text === "") continue;
      if (field.dataset.kind === "find") words = text.split(/\s+/);
      else if (field.dataset.kind === "p") wanted.push(people.filter((one) => one[0].includes(text)).map((one) => one[1]));
      else wanted.push([field.value]);
    }
    return { wanted: wanted.map((keys) => new Set(keys)), words };
  };
  const keysOf = new WeakMap();
  const matches = (element, wanted) => {
    if (wanted.length === 0) return true;
    if (!keysOf.has(element)) keysOf.set(element, (element.dataset.f || "").split(" "));
    return wanted.every((keys) => keysOf.get(element).some((one) => keys.has(one)));
  };
  const texts = new WeakMap();
  const says = (row, words) => {
    if (words.length === 0) return true;
    if (!texts.has(row)) texts.set(row, plain([...row.cells].map((cell) => cell.textContent).join(" ")));
    return words.every((word) => texts.get(row).includes(word));
  };

  // Tables: what is chosen, of which the first rows are shown, or all.

  const number = new Intl.NumberFormat(root.lang, { maximumFractionDigits: 2 });
  const fill = (said, ...values) => values.reduce((text, value, k) => text.replace(`#${k + 1}`, number.format(value)), said);
  const tables = all("table.rows[id]").map((table) => ({
    table,
    told: document.querySelector(`output[data-of="${table.id}"]`),
    button: document.querySelector(`button[data-of="${table.id}"]`),
    most: FIRST_ROWS,
  }));
  const show = (one, { wanted, words }) => {
    const rows = [...one.table.tBodies[0].rows];
    const found = rows.filter((row) => matches(row, wanted) && says(row, words));
    const shown = new Set(found.slice(0, printing ? PRINTED_ROWS : one.most));
    for (const row of rows) row.hidden = !shown.has(row);
    const narrowed = wanted.length > 0 || words.length > 0;
    one.told.textContent = narrowed ? fill(one.told.dataset.said, found.length, rows.length) : "";
    const { all: every, fewer, printed } = one.button.dataset;
    one.button.parentNode.hidden = found.length <= (printing ? PRINTED_ROWS : FIRST_ROWS);
    one.button.textContent = printing ? fill(printed, PRINTED_ROWS, found.length) : one.most > FIRST_ROWS ? fewer : fill(every, found.length);
    one.button.setAttribute("aria-expanded", one.most > FIRST_ROWS);
    return found;
  };
  const sum = (rows) => {
    const held = new Set();
    let minutes = 0;
    for (const row of rows) {
      minutes += Number(row.dataset.m);
      held.add(row.cells[0].textContent);
    }
    return [minutes / 60, held.size];
  };

  const drawn = all("svg [data-f]");
  const listed = all("table:not(.rows) [data-f]");
  const apply = () => {
    const choice = chosen();
    const narrowed = choice.wanted.length > 0 || choice.words.length > 0;
    for (const element of drawn) element.classList.toggle("dim", !matches(element, choice.wanted));
    for (const row of listed) row.hidden = !matches(row, choice.wanted);
    for (const one of tables) {
      const found = show(one, choice);
      if (one.table.id !== "assignments") continue;
      const [hours, held] = sum(found);
      const said = form.querySelector("output");
      said.textContent = narrowed ? fill(said.dataset.said, found.length, one.table.tBodies[0].rows.length, hours, held) : "";
      if (narrowed) one.table.closest("details").open = true;
    }
    if (form) form.querySelector("[type=reset]").disabled = !narrowed;
  };

  for (const button of all("th button")) {
    button.addEventListener("click", () => {
      sort(button.closest("th"));
      const one = tables.find((other) => other.table.contains(button));
      if (one) show(one, chosen());
    });
  }
  for (const one of tables) {
    one.button.addEventListener("click", () => {
      one.most = one.most > FIRST_ROWS ? FIRST_ROWS : Infinity;
      show(one, chosen());
    });
  }
  if (form) {
    let waiting = 0;
    form.addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(apply);
    });
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  }

  // On a phone a row is a card, on which each cell has its title; it stays a row for screen readers.

  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TH: "columnheader", TD: "cell" };
  const cards = () => {
    if (!phone.matches) return;
    for (const table of all("table.rows:not(.cards)")) {
      const titles = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
      for (const row of table.tBodies[0].rows) {
        [...row.cells].forEach((cell, place) => {
          cell.dataset.h = titles[place];
          cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
        });
      }
      for (const part of [table, table.tHead, ...table.tBodies, ...table.rows, ...table.tHead.rows[0].cells]) {
        part.setAttribute("role", roles[part.tagName]);
      }
      table.classList.add("cards");
    }
  };
  phone.addEventListener("change", cards);
  cards();
  apply();

  for (const event of ["beforeprint", "afterprint"]) {
    window.addEventListener(event, () => {
      printing = event === "beforeprint";
      for (const details of all("details")) details.open = true;
      apply();
    });
  }
  root.dataset.ready = Math.round(performance.now());
})();
