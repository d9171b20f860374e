"use strict";
const known = JSON.parse(document.getElementById("known").textContent);
const say = known.words;
const place = "pulang-study-" + known.folder;
const find = (selector, within) => (within || document).querySelector(selector);
const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

// Rows by a name of their own, as the results file has them.
let rows = {};
let keeps = true;

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
}

function rowOf(what, address, activity, item, answer, reason) {
  const [module, session] = address.split("/");
  return { what, module, session, activity, item, answer, reason: reason || "", on: today() };
}

const nameOf = (row) => [row.what, row.module, row.session, row.activity, row.item].join("|");
const rowAt = (what, address, activity, item) => rows[nameOf(rowOf(what, address, activity, item, []))];

function keep(...some) {
  for (const row of some) if (!rows[nameOf(row)]) rows[nameOf(row)] = row;
  try {
    localStorage.setItem(place, JSON.stringify(Object.values(rows)));
  } catch (error) {
    keeps = false;
  }
}

function remembered() {
  try {
    keeps = true;
    return JSON.parse(localStorage.getItem(place) || "[]");
  } catch (error) {
    keeps = false;
    return [];
  }
}

function tell(text) {
  find("#say").textContent = text;
}

function wrong(form, text) {
  let said = find(".error", form);
  if (!said) {
    said = document.createElement("p");
    said.className = "error";
    said.setAttribute("role", "alert");
    form.prepend(said);
  }
  said.textContent = text;
}

// ---- questions ----

function givenTo(question, form) {
  const named = (name) => all("[name]", form).filter((input) => input.name === name);
  if (question.kind === "multiple" || question.kind === "single")
    return named(question.names[0]).filter((input) => input.checked).map((input) => input.value);
  const values = question.names.map((name) => named(name)[0].value.trim());
  return values.some(Boolean) ? values : [];
}

function isOrderWrong(question, answer) {
  if (question.kind === "order" && answer.length) return new Set(answer).size !== answer.length || answer.includes("");
  return false;
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

function isRight(question, answer) {
  if (question.kind === "short-text") return question.right.map(folded).includes(folded(answer[0]));
  return question.right.length === answer.length && question.right.every((each, index) => each === answer[index]);
}

function fill(question, form, answer) {
  const inputs = all("[name]", form).filter((input) => question.names.includes(input.name));
  for (const input of inputs) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = answer.includes(input.value);
    else input.value = answer[question.names.indexOf(input.name)] || "";
    input.disabled = true;
  }
}

function drawQuiz(item, form) {
  let open = 0;
  for (const question of item.data.questions) {
    const row = rowAt("question", item.address, item.data.activity, question.key);
    const block = find('[data-question="' + question.key + '"]', form);
    if (!row) {
      open += 1;
      continue;
    }
    fill(question, form, row.answer);
    const told = find(".told", block);
    const right = isRight(question, row.answer);
    told.hidden = false;
    told.classList.add(right ? "good" : "bad");
    find(".mark", told).textContent = right ? say.right : say.wrong;
    const wanted = find(".wanted", told);
    wanted.hidden = right;
  }
  find("button", form).hidden = !open;
  return open;
}

function sendQuiz(item, form) {
  const fresh = [];
  for (const question of item.data.questions) {
    if (rowAt("question", item.address, item.data.activity, question.key)) continue;
    const answer = givenTo(question, form);
    if (isOrderWrong(question, answer)) return wrong(form, say.once);
    if (answer.length) fresh.push(rowOf("question", item.address, item.data.activity, question.key, answer));
  }
  if (!fresh.length) return wrong(form, say.one);
  const said = find(".error", form);
  if (said) said.remove();
  keep(...fresh);
  tell(say.kept);
}

function drawTest(item, form) {
  const row = rowAt("test", item.address, item.data.activity, "");
  if (row) for (const question of item.data.questions) fill(question, form, row.answer[question.key] || []);
  find("button", form).hidden = Boolean(row);
  find(".kept", form).hidden = !row;
  return row ? 0 : 1;
}

function sendTest(item, form) {
  const answers = {};
  for (const question of item.data.questions) {
    const answer = givenTo(question, form);
    if (isOrderWrong(question, answer)) return wrong(form, say.once);
    if (answer.length) answers[question.key] = answer;
  }
  const said = find(".error", form);
  if (said) said.remove();
  keep(rowOf("test", item.address, item.data.activity, "", answers));
  tell(say.kept);
}

// ---- scenarios ----

const limited = (number) => Math.max(-20, Math.min(20, number));

function isOpen(choice, counters) {
  return Object.entries(choice.bounds).every(([counter, bounds]) => {
    const value = counters[counter] || 0;
    return value >= (bounds["at-least"] ?? -20) && value <= (bounds["at-most"] ?? 20);
  });
}

function walked(item) {
  const steps = [];
  const counters = { ...item.data.state };
  let scene = item.data.start;
  for (let number = 1; ; number += 1) {
    const row = rowAt("step", item.address, item.data.activity, String(number));
    const choice = row && item.data.scenes[scene].choices.find((each) => each.key === row.answer[1]);
    if (!choice || row.answer[0] !== scene || !isOpen(choice, counters)) break;
    steps.push({ scene, choice: choice.key });
    for (const [counter, change] of Object.entries(choice.changes)) counters[counter] = limited((counters[counter] || 0) + change);
    scene = choice.leads;
  }
  return { steps, counters, scene, ends: item.data.scenes[scene].ends };
}

function drawScenario(item, box) {
  const way = walked(item);
  const path = find(".path", box);
  path.replaceChildren();
  for (const step of way.steps) {
    const scene = find('[data-scene="' + step.scene + '"]', box);
    const line = document.createElement("div");
    line.className = "told";
    line.append(find(".scene", scene).cloneNode(true));
    const chosen = find('[data-choice="' + step.choice + '"]', scene);
    const label = document.createElement("p");
    label.className = "mark";
    label.append(...find("label", chosen).cloneNode(true).childNodes);
    line.append(label);
    const feedback = find(".feedback", chosen);
    if (feedback) {
      const shown = feedback.cloneNode(true);
      shown.hidden = false;
      line.append(shown);
    }
    path.append(line);
  }
  for (const scene of all("[data-scene]", box)) {
    const here = scene.dataset.scene === way.scene;
    scene.hidden = !here;
    if (!here) continue;
    for (const choice of item.data.scenes[way.scene].choices)
      find('[data-choice="' + choice.key + '"]', scene).hidden = !isOpen(choice, way.counters);
  }
  find(".ended", box).hidden = !way.ends;
  return way.ends ? 0 : 1;
}

function sendStep(item, form) {
  const way = walked(item);
  const picked = all("input[type=radio]", form).find((input) => input.checked);
  if (!picked) return wrong(form, say.choose);
  const choice = item.data.scenes[way.scene].choices.find((each) => each.key === picked.value);
  const why = find("input[type=text]", form);
  const reason = why ? why.value.trim().slice(0, known.longest) : "";
  if (choice.reason && !reason) return wrong(form, say.why);
  const said = find(".error", form);
  if (said) said.remove();
  picked.checked = false;
  if (why) why.value = "";
  keep(rowOf("step", item.address, item.data.activity, String(way.steps.length + 1), [way.scene, choice.key], reason));
}

// ---- sessions ----

const drawn = { question: drawQuiz, test: drawTest, step: drawScenario };
const sent = { question: sendQuiz, test: sendTest, step: sendStep };
const items = [];

function draw() {
  for (const session of known.sessions) {
    const mine = items.filter((item) => item.address === session.address);
    const open = mine.reduce((sum, item) => sum + drawn[item.data.what](item, item.box), 0);
    const section = find('[data-session="' + session.address + '"]');
    const done = Boolean(rowAt("done", session.address, "", ""));
    const begun = Object.values(rows).some((row) => row.module + "/" + row.session === session.address);
    find('[data-open="' + session.address + '"] .state').textContent = done ? say.finished : begun ? say.begun : say.fresh;
    find(".finish", section).hidden = done;
    find(".finished", section).hidden = !done;
    section.dataset.left = String(open);
  }
}

function show(address) {
  tell("");
  find("#list").hidden = Boolean(address);
  for (const section of all("[data-session]")) section.hidden = section.dataset.session !== address;
  const heading = address ? find('[data-session="' + address + '"] h2') : find("h1");
  heading.focus();
  scrollTo(0, 0);
}

for (const session of known.sessions) {
  const boxes = all('[data-session="' + session.address + '"] [data-item]');
  session.items.forEach((data, index) => {
    if (!data.what) return;
    const item = { address: session.address, data, box: boxes[index] };
    items.push(item);
    for (const form of data.what === "step" ? all("form", item.box) : [item.box])
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        sent[data.what](item, form);
        draw();
      });
  });
}

for (const button of all("[data-open]")) button.addEventListener("click", () => show(button.dataset.open));
for (const button of all(".back")) button.addEventListener("click", () => show(""));
for (const button of all(".finish"))
  button.addEventListener("click", () => {
    const section = button.closest("[data-session]");
    if (section.dataset.left !== "0") return tell(say.open);
    keep(rowOf("done", section.dataset.session, "", "", []));
    draw();
    show("");
  });

// ---- the results file: marked with HMAC-SHA-256 (FIPS 180-4, RFC 2104), also where a browser lends no cryptography ----

const K = [];
const FIRST = [];
for (let number = 2; K.length < 64; number += 1) {
  let prime = true;
  for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) prime = false;
  if (!prime) continue;
  const part = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  if (FIRST.length < 8) FIRST.push(part(Math.sqrt(number)));
  K.push(part(Math.cbrt(number)));
}

function sha256(bytes) {
  const length = bytes.length;
  const padded = new Uint8Array(((length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[length] = 128;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 536870912));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const hash = FIRST.slice();
  const w = new Int32Array(64);
  const turn = (value, by) => (value >>> by) | (value << (32 - by));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { hash[i] = (hash[i] + value) | 0; });
  }
  const out = new DataView(new ArrayBuffer(32));
  hash.forEach((value, i) => out.setInt32(i * 4, value));
  return new Uint8Array(out.buffer);
}

function joined(one, two) {
  const both = new Uint8Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  return both;
}

function mark(secret, text) {
  const coder = new TextEncoder();
  let key = coder.encode(secret);
  if (key.length > 64) key = sha256(key);
  const padded = new Uint8Array(64);
  padded.set(key);
  const inner = sha256(joined(padded.map((byte) => byte ^ 0x36), coder.encode(text)));
  return Array.from(sha256(joined(padded.map((byte) => byte ^ 0x5c), inner)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What is typed from a slip: 3-ABCD-EFGH-…; a nought is an O, a one an I.
function typedKey(text) {
  const found = /^\s*(\d{1,3})\s*[-\s]\s*(.+)$/.exec(text);
  if (!found) return null;
  const secret = found[2].toUpperCase().replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B").replace(/[^A-Z2-7]/g, "");
  return secret.length === 16 ? { key: Number(found[1]), secret } : null;
}

find("#save").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = find("#key") ? typedKey(find("#key").value) : known;
  if (!typed) return wrong(event.target, say.key);
  const number = find("#number") ? find("#number").value.trim() : "";
  if (find("#number") && !number) return wrong(event.target, say.number);
  const said = find(".error", event.target);
  if (said) said.remove();
  const text = JSON.stringify({ folder: known.folder, key: typed.key, number, rows: Object.values(rows) });
  const content = JSON.stringify({ pulang: known.kind, text, mark: mark(typed.secret, text) });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = "results-" + (number.replace(/[^A-Za-z0-9]/g, "") || known.folder.slice(-8)) + "-" + today() + ".json";
  link.click();
  tell(say.saved);
});

find("#load").addEventListener("change", async (event) => {
  try {
    const inner = JSON.parse(JSON.parse(await event.target.files[0].text()).text);
    if (inner.folder !== known.folder) throw new Error("another folder");
    keep(...inner.rows);
    draw();
    tell(say.loaded);
  } catch (error) {
    tell(say.other);
  }
  event.target.value = "";
});

find("#forget").addEventListener("click", () => {
  try {
    localStorage.removeItem(place);
  } catch (error) {
    keeps = false;
  }
  rows = {};
  for (const form of all("form")) form.reset();
  for (const input of all("[name]")) input.disabled = false;
  for (const told of all(".question .told")) {
    told.hidden = true;
    told.classList.remove("good", "bad");
  }
  draw();
  tell(say.forgotten);
});

find("main").hidden = false;
keep(...remembered());
draw();
if (!keeps) tell(say.nothing);
